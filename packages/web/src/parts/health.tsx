// How a service fares: shape, word and colour, always all three.
import type { ServiceHealth } from '@muster/core/incident/health.ts'
import classes from './health.module.css'

export const HEALTH_LOOKS = {
  failing: { shape: '◆', word: 'Failing' },
  warned: { shape: '■', word: 'Warned' },
  silenced: { shape: '◌', word: 'Silenced' },
  ok: { shape: '○', word: 'OK' },
} as const satisfies Record<ServiceHealth, { shape: string; word: string }>

export function HealthMark({ health }: { health: ServiceHealth }) {
  const { shape, word } = HEALTH_LOOKS[health]
  return (
    <span className={classes['mark']} data-health={health}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  )
}
