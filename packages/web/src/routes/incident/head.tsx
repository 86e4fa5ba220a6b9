// Stays in sight: how bad, what, since when, who has it, who is next.
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { StandingWords } from '../../parts/standing.tsx'
import { Counting, Time } from '../../ui/time.tsx'
import classes from './incident.module.css'
import { PhaseLine } from './protocol/phase-line.tsx'
import type { IncidentView } from './view.ts'

export function Head({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const { number, title, grade, service, openedAt, resolvedAt, pages } = incident
  useEffect(() => {
    document.title = `#${number} ${title} · Muster`
  }, [number, title])
  const ladder = pages.find(({ role }) => role === 'ladder')
  return (
    <header className={classes['head']}>
      <p className={classes['line']}>
        <SeverityMark grade={grade} />
        <span className="muted">
          #{number} ·{' '}
          <Link to="/o/$org/services/$service" params={{ org, service: service.slug }} className={classes['service']}>
            {service.name}
          </Link>
        </span>
        {incident.private && <span className={classes['private']}>Private</span>}
        <span className={classes['elapsed']}>
          {resolvedAt === null ? (
            <Counting from={openedAt} />
          ) : (
            <>
              took <Counting from={openedAt} until={resolvedAt} />
            </>
          )}
        </span>
      </p>
      <h1 tabIndex={-1} className={`foreign ${classes['title']}`}>
        {title}
      </h1>
      <p className={classes['standing']} role="status">
        <StandingWords
          status={incident.status}
          holder={incident.holder}
          paging={(ladder?.people ?? []).map(({ name, state }) => ({ name, state }))}
          next={incident.next}
          unowned={ladder?.unowned ?? false}
        />
      </p>
      {incident.waits !== null && <p className={classes['standing']}>{incident.waits.says}. Take it, and it waits no longer.</p>}
      <p className="muted small">
        <span className={classes['since']}>
          Since <Time at={openedAt} /> · {broughtBy(incident)}
        </span>
        <PhaseLine incident={incident} />
      </p>
    </header>
  )
}

/** What a person declared has alerts only when some joined it. */
function broughtBy({ origin, alertCount, openAlerts }: IncidentView): string {
  const declared = origin === 'test' ? 'a test: nothing reaches anybody outside' : origin === 'person' ? 'declared by hand' : null
  if (declared !== null && alertCount === 0) return declared
  const firing = openAlerts === 0 ? 'none still firing' : `${openAlerts} still firing`
  return `${declared === null ? '' : `${declared}, `}${alertCount} ${alertCount === 1 ? 'alert' : 'alerts'}, ${firing}`
}
