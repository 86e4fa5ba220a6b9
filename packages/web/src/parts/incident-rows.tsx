// Incidents as rows: shape, title, how long, who has it, what comes next.
import type { Grade } from '@muster/core/vocabulary.ts'
import { Link } from '@tanstack/react-router'
import { useOrg } from '../api/use-api.ts'
import { Counting, Time } from '../ui/time.tsx'
import classes from './incident-rows.module.css'
import { SeverityMark } from './severity.tsx'
import { StandingWords, type Standing } from './standing.tsx'

type Row = Partial<Omit<Standing, 'status'>> & {
  number: number
  title: string
  grade: Grade
  status: Standing['status']
  service: { slug: string; name: string }
  openedAt: string
  resolvedAt?: string | null
  alertCount: number
  origin: 'alert' | 'person' | 'test'
  private: boolean
}

export function IncidentRows({ incidents, label, chosen }: { incidents: readonly Row[]; label: string; chosen?: number | undefined }) {
  const org = useOrg()
  return (
    <ul className={classes['rows']} aria-label={label}>
      {incidents.map((incident, index) => (
        <li
          key={incident.number}
          className={classes['row']}
          data-chosen={index === chosen || undefined}
          data-unowned={incident.unowned || undefined}
        >
          <SeverityMark grade={incident.grade} />
          <div className={classes['what']}>
            <Link
              to="/o/$org/incidents/$number"
              params={{ org, number: String(incident.number) }}
              className={classes['title']}
              data-row={index}
            >
              <span className="foreign">{incident.title}</span>
            </Link>
            <div className={classes['standing']}>
              {incident.next === undefined && incident.status !== 'resolved' ? (
                <span className="muted">{incident.status === 'acknowledged' ? 'Answered' : 'Not answered yet'}</span>
              ) : (
                <StandingWords
                  status={incident.status}
                  holder={incident.holder ?? null}
                  paging={incident.paging ?? []}
                  next={incident.next ?? null}
                  unowned={incident.unowned ?? false}
                />
              )}
            </div>
          </div>
          <div className={classes['when']}>
            <span className={classes['elapsed']}>
              {incident.status === 'resolved' ? (
                <Time at={incident.resolvedAt ?? incident.openedAt} />
              ) : (
                <Counting from={incident.openedAt} />
              )}
            </span>
            <span className="muted small">
              {incident.private && 'Private · '}#{incident.number} · {incident.service.name} ·{' '}
              {incident.origin === 'test' ? 'a test' : incident.alertCount === 0 ? 'declared' : counted(incident.alertCount)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}

const counted = (alerts: number): string => `${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`
