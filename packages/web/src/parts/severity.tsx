// How bad: shape, word and colour, always all three.
import { responseClassOf, type Severity } from '@muster/core/vocabulary.ts'
import classes from './severity.module.css'

const LOOKS = {
  crisis: { shape: '◆', word: 'Crisis' },
  major: { shape: '▲', word: 'Major' },
  standard: { shape: '■', word: 'Standard' },
  'business-hours': { shape: '●', word: 'Business hours' },
} as const

export function severityWord(severity: Severity): string {
  return LOOKS[responseClassOf[severity]].word
}

export function SeverityMark({ severity, short = false }: { severity: Severity; short?: boolean }) {
  const responseClass = responseClassOf[severity]
  const { shape, word } = LOOKS[responseClass]
  return (
    <span className={classes['mark']} data-class={responseClass}>
      <span aria-hidden="true">{shape}</span> <span className={short ? classes['unseen'] : undefined}>{word}</span>
    </span>
  )
}
