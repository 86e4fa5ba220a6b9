// One service: how it fares, who is woken for it, what it stands on, what happened to it, and its form.
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useDocument } from '../../parts/config.ts'
import { HealthMark } from '../../parts/health.tsx'
import { IncidentRows } from '../../parts/incident-rows.tsx'
import { SilenceForm } from '../../parts/silence-form.tsx'
import { SilenceList } from '../../parts/silence-list.tsx'
import { kindName } from '../../parts/integration-kinds.ts'
import { namesOf } from '../../parts/standing.tsx'
import { Button } from '../../ui/button.tsx'
import { Part, Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { failureOf } from '../../api/failure.ts'
import { Indicators } from './indicators.tsx'
import { RemoveService } from './remove.tsx'
import { ServiceForm } from './service-form.tsx'
import classes from './services.module.css'
import { useService, type ServiceView } from './view.ts'

export function Service() {
  const org = useOrg()
  const { service: slug = '' } = useParams({ strict: false })
  const { panel } = useSearch({ strict: false })
  const navigate = useNavigate()
  const query = useService(slug)
  const service = query.data
  const open = (wanted: string | undefined) =>
    void navigate({ to: '.', search: wanted === undefined ? {} : { panel: wanted }, replace: true })
  if (service === undefined && query.error !== null && failureOf(query.error).kind === 'missing')
    return (
      <Screen title="No such service">
        <Empty
          title="It was removed, or the address is wrong."
          action={
            <Link to="/o/$org/services" params={{ org }}>
              All services
            </Link>
          }
        />
      </Screen>
    )
  return (
    <Screen
      title={service?.name ?? 'Service'}
      wide
      intro={service !== undefined && <Intro service={service} />}
      actions={
        service !== undefined && (
          <>
            <Button aria-pressed={panel === 'edit'} onClick={() => open(panel === 'edit' ? undefined : 'edit')}>
              {panel === 'edit' ? 'Close the form' : 'Edit'}
            </Button>
            <Button onClick={() => open('silence')}>Silence…</Button>
            <RemoveService service={service} />
          </>
        )
      }
    >
      <Shown query={query}>
        {(shown) => (
          <>
            {panel === 'silence' && <SilenceForm start={{ service: shown.slug, labels: {} }} close={() => open(undefined)} />}
            {panel === 'edit' && <Editing slug={shown.slug} />}
            <Standing service={shown} />
          </>
        )}
      </Shown>
    </Screen>
  )
}

function Editing({ slug }: { slug: string }) {
  const query = useDocument()
  return (
    <Part title="What it is">
      <Shown query={query} rows={3}>
        {(document) => {
          const stored = document.services.find((one) => one.slug === slug)
          return stored === undefined ? null : <ServiceForm key={slug} stored={stored} document={document} />
        }}
      </Shown>
    </Part>
  )
}

function Intro({ service }: { service: ServiceView }) {
  const org = useOrg()
  const { people, isLastResort } = service.nextOnCall
  return (
    <p>
      <HealthMark health={service.health} />
      {service.criticalPath && ' · on the critical path'} ·{' '}
      {people.length === 0 ? (
        <span className={classes['nobody']}>Nobody would be woken for it</span>
      ) : (
        <>
          {namesOf(people.map(({ name }) => name))} would be woken first{isLastResort && ', as the last resort'}
        </>
      )}
      , by{' '}
      <Link to="/o/$org/policies/$policy" params={{ org, policy: service.policy.slug }}>
        {service.policy.name}
      </Link>
    </p>
  )
}

function Standing({ service }: { service: ServiceView }) {
  const org = useOrg()
  return (
    <div className={classes['columns']}>
      <div>
        <Part title="Open incidents">
          {service.incidents.length === 0 ? (
            <p className="muted">None is open.</p>
          ) : (
            <IncidentRows incidents={service.incidents} label="Open incidents" />
          )}
          <p className={classes['after']}>
            <Link to="/o/$org/incidents" params={{ org }} search={{ status: 'all', service: service.slug }}>
              All its incidents
            </Link>{' '}
            ·{' '}
            <Link to="/o/$org/alerts" params={{ org }} search={{ service: service.slug }}>
              its alerts
            </Link>
          </p>
        </Part>
        <Indicators slug={service.slug} />
        <Part title="First thing to do">
          {service.whatToDo === null ? (
            <p className="muted">Nothing is written down. Press Edit and write it: it is part of every page.</p>
          ) : (
            <p className="foreign">{service.whatToDo}</p>
          )}
          {service.runbook !== null && (
            <p>
              <a href={service.runbook.url} rel="noopener noreferrer nofollow" target="_blank">
                Runbook
              </a>
              , {runbookWords(service.runbook)}
            </p>
          )}
        </Part>
        {service.silences.length > 0 && (
          <Part title="Silences in force">
            <SilenceList silences={service.silences} />
          </Part>
        )}
        <Part title="Changed lately">
          {service.recentChanges.length === 0 ? (
            <p className="muted">No change was reported. Send deploys and flags to the change address of a PagerDuty key.</p>
          ) : (
            <ul className={classes['plain']}>
              {service.recentChanges.map((change) => (
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
      </div>
      <div>
        <Neighbours title="Depends on" services={service.dependsOn} none="Nothing is written down." />
        <Neighbours title="Needed by" services={service.usedBy} none="No other service." />
        <Keys service={service} />
        <Part title="When its team works">
          <p>{service.hours === null ? 'Nobody has said: what is minor wakes nobody.' : service.hours.says}</p>
        </Part>
        {(service.external || service.fallback !== null) && (
          <Part title="When it fails">
            {service.external && <p>Somebody else runs it.</p>}
            <p className="foreign">{service.fallback ?? 'Nothing takes over.'}</p>
          </Part>
        )}
        <Part title="What belongs together">
          <p>{groupingWords(service.grouping)}</p>
        </Part>
      </div>
    </div>
  )
}

function Neighbours({ title, services, none }: { title: string; services: ServiceView['dependsOn']; none: string }) {
  const org = useOrg()
  return (
    <Part title={title}>
      {services.length === 0 && <p className="muted">{none}</p>}
      <ul className={classes['plain']}>
        {services.map(({ slug, name, health }) => (
          <li key={slug} className={classes['pair']}>
            <Link to="/o/$org/services/$service" params={{ org, service: slug }}>
              {name}
            </Link>
            <HealthMark health={health} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Keys({ service }: { service: ServiceView }) {
  const org = useOrg()
  return (
    <Part title="Integrations">
      {service.integrations.length === 0 && <p className="muted">No monitor has a key for it yet.</p>}
      <ul className={classes['plain']}>
        {service.integrations.map((one) => (
          <li key={one.slug}>
            <Link
              to="/o/$org/integrations/$service/$integration"
              params={{ org, service: service.slug, integration: one.slug }}
              className={classes['name']}
            >
              {one.slug}
            </Link>
            <p className="muted small">
              {kindName(one.kind)} · {one.lastSignalAt === null ? 'never sent anything' : <Time at={one.lastSignalAt} />}
              {one.inQuarantine > 0 && <span className={classes['nobody']}> · {one.inQuarantine} in quarantine</span>}
            </p>
          </li>
        ))}
      </ul>
      <p className={classes['after']}>
        <Link to="/o/$org/integrations" params={{ org }} search={{ panel: 'new', service: service.slug }}>
          Connect a monitor
        </Link>
      </p>
    </Part>
  )
}

export function groupingWords(grouping: ServiceView['grouping']): string {
  if (grouping.by === 'key') return 'Each key is an incident of its own.'
  const window = grouping.windowMinutes === 1 ? 'a minute' : `${grouping.windowMinutes} minutes`
  if (grouping.by === 'service') return `Alerts within ${window} of each other are one incident.`
  return `Alerts within ${window} of each other that share ${namesOf(grouping.labels, 10)} are one incident.`
}

function runbookWords({ complete, highRisk }: NonNullable<ServiceView['runbook']>): string {
  if (highRisk) return 'risky: somebody approves it first'
  return complete ? 'complete: whoever is called may follow it alone' : 'incomplete: a senior is asked as well'
}
