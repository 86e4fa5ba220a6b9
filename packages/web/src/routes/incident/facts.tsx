// What helps to decide: what to do first, the alerts, what changed lately, what it hangs on.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiOf } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './incident.module.css'
import { LinkList } from './link-list.tsx'
import { Linked } from './linked.tsx'
import { Privacy } from './privacy.tsx'
import type { IncidentView } from './view.ts'

export function Facts({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const { whatToDo, recentChanges, dependencies } = incident
  return (
    <>
      <LinkList incident={incident} />
      <Part title="First thing to do">
        {whatToDo === null ? (
          <p className="muted">
            Nothing is written down for this service.{' '}
            <Link to="/o/$org/services/$service" params={{ org, service: incident.service.slug }}>
              Write it
            </Link>{' '}
            for the next person.
          </p>
        ) : (
          <p className="foreign">{whatToDo}</p>
        )}
      </Part>
      <Part title="Alerts">
        <Alerts incident={incident} />
      </Part>
      <Part title="Changed lately">
        {recentChanges.length === 0 ? (
          <p className="muted">No change of {incident.service.name} was reported in the day before.</p>
        ) : (
          <ul className={classes['receipts']}>
            {recentChanges.map((change) => (
              <li key={change.id}>
                <p className="foreign">{change.summary}</p>
                <p className="muted small">
                  <Time at={change.at} /> · <span className="foreign">{change.source}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Linked incident={incident} />
      <Privacy incident={incident} />
      <Neighbours title="Depends on" services={dependencies.dependsOn} />
      <Neighbours title="Needed by" services={dependencies.usedBy} />
    </>
  )
}

function Neighbours({ title, services }: { title: string; services: IncidentView['dependencies']['dependsOn'] }) {
  const org = useOrg()
  if (services.length === 0) return null
  return (
    <Part title={title}>
      <ul className={classes['receipts']}>
        {services.map(({ slug, name }) => (
          <li key={slug}>
            <Link to="/o/$org/services/$service" params={{ org, service: slug }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Alerts({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const query = useInfiniteQuery({
    queryKey: [org, 'incidents', String(incident.number), 'alerts'],
    queryFn: ({ pageParam }) =>
      apiOf(org).incidents.alerts({ id: incident.id, limit: 10, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.data === undefined)
    return query.error === null ? <Loading rows={2} height={40} /> : <Failed error={query.error} retry={query.refetch} />
  return (
    <>
      <ul className={classes['receipts']}>
        {query.data.pages
          .flatMap(({ items }) => items)
          .map((alert) => (
            <li key={alert.id}>
              <p>
                <Link to="/o/$org/alerts/$alert" params={{ org, alert: alert.id }} className="foreign">
                  {alert.summary}
                </Link>
              </p>
              <p className="muted small">
                {alert.status === 'open' ? (alert.silentAt === null ? 'firing' : 'its source fell silent') : 'ended'} since{' '}
                <Time at={alert.closedAt ?? alert.silentAt ?? alert.openedAt} /> ·{' '}
                {alert.count === 1 ? 'sent once' : `sent ${alert.count} times`} · <span className="foreign">{alert.source}</span>
              </p>
            </li>
          ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {incident.alertCount - query.data.pages.flatMap(({ items }) => items).length} more
        </Button>
      )}
    </>
  )
}
