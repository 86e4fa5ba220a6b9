// Step four: a real alert, a real page, and how long it took to reach the person.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import type { Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './welcome.module.css'

type Service = Document['services'][number]
type Props = { service: Service; person: string; apiKey: string | null; answered: () => void }

export function FirstPage({ service, person, apiKey, answered }: Props) {
  const org = useOrg()
  const reason = useRoleReason('lead')
  const send = useDoing(
    (api) => api.integrations.sendTest({ service: service.slug, integration: service.integrations[0]?.slug ?? '', severity: 'critical' }),
    ['incidents', 'alerts'],
  )
  const newest = useQuery(
    reading(org, ['incidents', 'welcome', service.slug], async (api) => {
      const { items } = await api.incidents.list({ service: service.slug, limit: 1 })
      const incident = items[0]
      if (incident === undefined) return null
      const deliveries = await api.incidents.deliveries({ id: incident.id })
      return { incident, mine: deliveries.items.filter((one) => one.person.slug === person && one.kind === 'page') }
    }),
  )
  const seen = newest.data ?? null
  const woken = seen === null ? null : wokenSeconds(seen.incident.openedAt, seen.mine)
  const isAnswered = seen !== null && seen.incident.status !== 'triggered'
  useEffect(() => {
    if (isAnswered && woken !== null) answered()
  }, [isAnswered, woken, answered])
  return (
    <div className={classes['body']}>
      <p className="muted">
        Put your phone beside you and press the button, or send an alert as a monitor would. Your phone rings; open the link in the message
        and press Acknowledge.
      </p>
      <p>
        <Button primary={!isAnswered} onClick={() => send.mutate()} loading={send.isPending} disabledReason={reason}>
          Send a test alert
        </Button>
      </p>
      <NotDone error={send.error} />
      <details>
        <summary>As a monitor would</summary>
        <pre className={classes['code']}>{curl(apiKey)}</pre>
        {apiKey === null && <p className="muted small">The key was shown once. Integrations makes a new one.</p>}
      </details>
      <div role="status">
        {seen !== null && (
          <>
            {woken !== null && <p className={classes['woken']}>You were woken {woken} s after the alert.</p>}
            <p>
              <Link to="/o/$org/incidents/$number" params={{ org, number: String(seen.incident.number) }}>
                Incident #{seen.incident.number}
              </Link>
              :{' '}
              {isAnswered
                ? 'you answered. That is all there is to it.'
                : woken === null
                  ? 'on its way to you…'
                  : 'now acknowledge it on your phone.'}
            </p>
          </>
        )}
      </div>
    </div>
  )
}

/** From the alert being there to the provider having taken the first message. */
function wokenSeconds(openedAt: string, deliveries: readonly { committedAt: string | null; acceptedAt: string | null }[]): string | null {
  const accepted = deliveries.flatMap(({ acceptedAt }) => (acceptedAt === null ? [] : [Date.parse(acceptedAt)]))
  if (accepted.length === 0) return null
  const began = Math.min(...deliveries.map(({ committedAt }) => Date.parse(committedAt ?? openedAt)))
  return Math.max(0, (Math.min(...accepted) - began) / 1000).toFixed(1)
}

const curl = (key: string | null): string =>
  `curl -X POST ${location.origin}/integrations/${key ?? 'KEY'} \\\n  -H 'content-type: application/json' \\\n  -d '{"summary": "My first alert", "severity": "critical"}'`
