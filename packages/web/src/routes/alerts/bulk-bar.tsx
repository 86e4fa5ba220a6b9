// What can be done with the ticked alerts together.
import { useRoleReason } from '../../api/session.ts'
import { failureOf } from '../../api/failure.ts'
import { useDoing } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './alerts.module.css'
import type { AlertRow } from './search.ts'

type Done = { acknowledged: number; refused: { incident: number; says: string }[] }

export function useAcknowledge() {
  return useDoing(
    async (api, incidents: readonly number[]): Promise<Done> => {
      const done: Done = { acknowledged: 0, refused: [] }
      for (const incident of incidents) {
        try {
          await api.incidents.acknowledge({ id: String(incident) })
          done.acknowledged += 1
        } catch (error) {
          const { kind, hint } = failureOf(error)
          if (kind !== 'refused') throw error
          done.refused.push({ incident, says: hint })
        }
      }
      return done
    },
    ['incidents', 'alerts'],
  )
}

export const incidentsOf = (alerts: readonly AlertRow[]): number[] => [
  ...new Set(alerts.flatMap(({ incident, status }) => (incident === null || status === 'closed' ? [] : [incident]))),
]

type Props = { alerts: readonly AlertRow[]; acknowledge: ReturnType<typeof useAcknowledge>; silence: () => void; clear: () => void }

export function BulkBar({ alerts, acknowledge, silence, clear }: Props) {
  const role = useRoleReason('responder')
  const incidents = incidentsOf(alerts)
  return (
    <section className={classes['bulk']} aria-label="What to do with the chosen alerts">
      <p role="status" className="strong">
        {alerts.length} chosen
      </p>
      <div className={classes['chips']}>
        <Button
          primary
          loading={acknowledge.isPending}
          aria-keyshortcuts="a"
          disabledReason={role ?? (incidents.length === 0 ? 'None of these is open in an incident.' : null)}
          onClick={() => acknowledge.mutate(incidents)}
        >
          {incidents.length > 1 ? `Acknowledge their ${incidents.length} incidents` : 'Acknowledge their incident'}
        </Button>
        <Button disabledReason={role} onClick={silence} aria-keyshortcuts="s">
          Silence these…
        </Button>
        <Button variant="subtle" onClick={clear}>
          Choose none
        </Button>
      </div>
      <div role="status" className={classes['said']}>
        {acknowledge.data !== undefined && !acknowledge.isPending && <DoneWords done={acknowledge.data} />}
      </div>
      <NotDone error={acknowledge.error} />
    </section>
  )
}

function DoneWords({ done: { acknowledged, refused } }: { done: Done }) {
  return (
    <p className="small">
      {acknowledged > 0 && `You have ${acknowledged === 1 ? 'one incident' : `${acknowledged} incidents`} now. `}
      {refused.map(({ incident, says }) => `#${incident}: ${says}`).join(' ')}
    </p>
  )
}
