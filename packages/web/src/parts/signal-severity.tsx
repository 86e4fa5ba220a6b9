// How grave a monitor says a signal is: shape, word and colour.
import { SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import classes from './severity.module.css'

export const SIGNAL_LOOKS = {
  critical: { shape: '◆', word: 'Critical', class: 'crisis' },
  error: { shape: '▲', word: 'Error', class: 'major' },
  warning: { shape: '■', word: 'Warning', class: 'standard' },
  info: { shape: '●', word: 'Info', class: 'business-hours' },
} as const

export function SignalSeverityMark({ severity }: { severity: string }) {
  const { shape, word, class: look } = SIGNAL_LOOKS[SIGNAL_SEVERITIES.find((one) => one === severity) ?? 'error']
  return (
    <span className={classes['mark']} data-class={look}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  )
}
