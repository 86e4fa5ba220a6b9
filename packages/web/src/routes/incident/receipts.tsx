// Every call of the incident and how far it got: handed off, accepted, seen, answered.
import { useInfiniteQuery } from '@tanstack/react-query'
import { apiOf, type Api } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './incident.module.css'
import type { IncidentView } from './view.ts'

type Delivery = Awaited<ReturnType<Api['incidents']['deliveries']>>['items'][number]

export function Receipts({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const query = useInfiniteQuery({
    queryKey: [org, 'incidents', String(incident.number), 'deliveries'],
    queryFn: ({ pageParam }) =>
      apiOf(org).incidents.deliveries({ id: incident.id, limit: 20, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.data === undefined)
    return query.error === null ? <Loading rows={2} height={40} /> : <Failed error={query.error} retry={query.refetch} />
  const deliveries = query.data.pages.flatMap(({ items }) => items)
  if (deliveries.length === 0) return <p className="muted">Nobody has been called.</p>
  return (
    <>
      <ul className={classes['receipts']}>
        {deliveries.map((delivery) => (
          <li key={delivery.key}>
            <p>
              <span className="strong">{delivery.person.name}</span>{' '}
              <span className="muted">
                {delivery.contact.channel} · <span className="foreign">{delivery.contact.address}</span>
              </span>
            </p>
            <p className="small">{wayOf(delivery)}</p>
            {delivery.detail !== null && <p className="muted small foreign">{delivery.detail}</p>}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          Earlier ones
        </Button>
      )}
    </>
  )
}

const HOPS = [
  ['handedOffAt', 'handed off'],
  ['acceptedAt', 'accepted'],
  ['openedAt', 'opened, perhaps by a machine'],
  ['seenAt', 'seen'],
  ['answeredAt', 'answered'],
  ['failedAt', 'failed'],
] as const

const WAITING: Partial<Record<Delivery['status'], string>> = {
  pending: 'Waiting to be sent',
  leased: 'Being sent',
  bundled: 'Told together with another',
  cancelled: 'No longer needed, not sent',
}

function wayOf(delivery: Delivery) {
  const done = HOPS.filter(([hop]) => delivery[hop] !== null)
  if (done.length === 0) return <span className="muted">{WAITING[delivery.status] ?? delivery.status}</span>
  return done.map(([hop, word], index) => (
    <span key={hop}>
      {index > 0 && ' → '}
      {word} <Time at={delivery[hop] ?? ''} only="clock" seconds />
    </span>
  ))
}
