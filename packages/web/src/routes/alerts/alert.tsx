// One alert: what it says, since when, what it belongs to, and exactly what was received for it.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { kindName } from '../../parts/integration-kinds.ts'
import { RawBody } from '../../parts/raw-body.tsx'
import { SilenceForm } from '../../parts/silence-form.tsx'
import { SignalSeverityMark } from '../../parts/signal-severity.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Part, Screen } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './alerts.module.css'
import { stateOf } from './rows.tsx'

type AlertView = Awaited<ReturnType<Api['alerts']['show']>>

const TITLE_LENGTH = 300

export function Alert() {
  const org = useOrg()
  const { alert: id = '' } = useParams({ strict: false })
  const query = useQuery(reading(org, ['alerts', 'show', id], (api) => api.alerts.show({ id })))
  const silencing = usePanel('silence')
  const alert = query.data
  return (
    <Screen
      title={alert === undefined ? 'Alert' : cut(alert.summary, TITLE_LENGTH)}
      intro={
        <Link to="/o/$org/alerts" params={{ org }}>
          All alerts
        </Link>
      }
      actions={alert !== undefined && <Button onClick={silencing.open}>Silence alerts like this…</Button>}
    >
      {silencing.opened && alert !== undefined && (
        <SilenceForm start={{ service: alert.service.slug, labels: alert.labels }} close={silencing.close} />
      )}
      <Shown query={query}>{(shown) => <Details alert={shown} />}</Shown>
    </Screen>
  )
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text)

function Details({ alert }: { alert: AlertView }) {
  const org = useOrg()
  return (
    <>
      <dl className={classes['facts']}>
        <dt>Severity</dt>
        <dd>
          <SignalSeverityMark severity={alert.severity} />
        </dd>
        <dt>State</dt>
        <dd>
          {stateOf(alert)}
          {alert.closedAt !== null && (
            <>
              , <Time at={alert.closedAt} />
              {alert.closedWhy !== null && ` (${alert.closedWhy.replaceAll('-', ' ')})`}
            </>
          )}
        </dd>
        <dt>Service</dt>
        <dd>
          <Link to="/o/$org/services/$service" params={{ org, service: alert.service.slug }}>
            {alert.service.name}
          </Link>
        </dd>
        <dt>Incident</dt>
        <dd>
          {alert.incident === null ? (
            alert.silenced ? (
              'None: a silence holds its page back. It is paged when that ends, if it still fires.'
            ) : (
              'None'
            )
          ) : (
            <Link to="/o/$org/incidents/$number" params={{ org, number: String(alert.incident) }}>
              #{alert.incident}
            </Link>
          )}
        </dd>
        <dt>Opened</dt>
        <dd>
          <Time at={alert.openedAt} seconds />
        </dd>
        <dt>Sent</dt>
        <dd>
          {alert.count === 1 ? 'once' : `${alert.count} times, last `}
          {alert.count > 1 && <Time at={alert.lastAt} seconds />}
        </dd>
        <dt>Source</dt>
        <dd className="foreign">{alert.source}</dd>
        <dt>By</dt>
        <dd>
          <Link
            to="/o/$org/integrations/$service/$integration"
            params={{ org, service: alert.service.slug, integration: alert.integration.slug }}
          >
            {alert.integration.slug}
          </Link>{' '}
          ({kindName(alert.integration.kind)})
        </dd>
        <dt>Key</dt>
        <dd className="foreign">
          <code>{alert.key}</code>
        </dd>
      </dl>
      {alert.summary.length > TITLE_LENGTH && (
        <Part title="All of what it says">
          <p className="foreign">{alert.summary}</p>
        </Part>
      )}
      <Labels labels={alert.labels} />
      <Links links={alert.links} />
      <Received alert={alert} />
    </>
  )
}

function Labels({ labels }: { labels: AlertView['labels'] }) {
  const entries = Object.entries(labels)
  if (entries.length === 0) return null
  return (
    <Part title="Labels">
      <dl className={classes['facts']}>
        {entries.map(([name, value]) => (
          <div key={name} className={classes['label']}>
            <dt className="foreign">{name}</dt>
            <dd className="foreign">{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

function Links({ links }: { links: AlertView['links'] }) {
  const safe = links.filter(({ href }) => /^https?:\/\//i.test(href))
  if (safe.length === 0) return null
  return (
    <Part title="Links">
      <ul className={classes['links']}>
        {safe.map(({ href, text }) => (
          <li key={href}>
            <a href={href} rel="noopener noreferrer nofollow" target="_blank" className="foreign">
              {text === '' ? href : text}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Received({ alert }: { alert: AlertView }) {
  return (
    <Part title="What was received">
      {alert.signals.length === 0 && <p className="muted">The signals themselves are no longer kept.</p>}
      <ol className={classes['signals']}>
        {alert.signals.map((signal, index) => (
          <li key={signal.id}>
            <p>
              <Time at={signal.receivedAt} seconds /> · {signal.says}
            </p>
            <details open={index === 0}>
              <summary>As it was sent</summary>
              <RawBody body={signal.body} />
            </details>
          </li>
        ))}
      </ol>
    </Part>
  )
}
