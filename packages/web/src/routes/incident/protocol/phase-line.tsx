// In the head of the incident: its phase, and the next word that somebody was promised.
import type { IncidentView } from '../view.ts'
import classes from '../incident.module.css'
import { ClockLeft } from './clock-left.tsx'
import { useProtocol } from './protocol.ts'

export function PhaseLine({ incident }: { incident: IncidentView }) {
  const { data } = useProtocol(incident)
  if (data === undefined || incident.status === 'resolved') return null
  const next = data.audiences
    .flatMap(({ name, promisedAt }) => (promisedAt === null ? [] : [{ name, promisedAt }]))
    .toSorted((a, b) => a.promisedAt.localeCompare(b.promisedAt))[0]
  return (
    <>
      <span className={classes['since']}> · </span>
      {data.phase.name}
      {next !== undefined && (
        <>
          {' '}
          · Next word to {next.name}: <ClockLeft at={next.promisedAt} />
        </>
      )}
    </>
  )
}
