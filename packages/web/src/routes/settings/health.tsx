// Health: what the installation says of itself, worst first.
import { useQuery } from '@tanstack/react-query'
import { reading, useOrg } from '../../api/use-api.ts'
import { Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { duration } from '../../ui/times.ts'
import classes from './settings.module.css'

export const statusReading = (org: string) => ({
  ...reading(org, ['incidents', 'status'], (api) => api.status.show()),
  refetchInterval: 10_000,
})

export function Health() {
  const status = useQuery(statusReading(useOrg()))
  return (
    <Part title="Health">
      <Shown query={status} rows={5}>
        {({ checks, oldestOverdueMs, inQuarantine, openIncidents }) => (
          <ul className={classes['list']}>
            {checks
              .toSorted((a, b) => Number(a.ok) - Number(b.ok))
              .map((check) => (
                <Check key={check.name} {...check} />
              ))}
            <li className={classes['row']}>
              <p className="muted small">
                Oldest work overdue: {oldestOverdueMs < 1000 ? 'none' : duration(oldestOverdueMs)} · signals set aside: {inQuarantine} ·
                open incidents: {openIncidents}
              </p>
            </li>
          </ul>
        )}
      </Shown>
    </Part>
  )
}

const NAMES: Readonly<Record<string, string>> = {
  engine: 'Work that is due',
  quarantine: 'Signals set aside',
  services: 'Services',
  'catch-all': 'Last resort',
  contacts: 'Contacts',
}

function Check({ name, ok, says }: { name: string; ok: boolean; says: string }) {
  return (
    <li className={classes['row']}>
      <div>
        <p className="strong">{NAMES[name] ?? name}</p>
        <p className="muted small">{says}</p>
      </div>
      <span className={ok ? classes['ok'] : classes['not-ok']}>{ok ? '✓ Well' : '▲ Needs you'}</span>
    </li>
  )
}
