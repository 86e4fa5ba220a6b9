// All services: how each fares, who would be woken for it, and how they hang together.
import { TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { useDocument, useEditReason } from '../../parts/config.ts'
import { HealthMark } from '../../parts/health.tsx'
import { namesOf } from '../../parts/standing.tsx'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Graph } from './graph.tsx'
import { NewService } from './new-service.tsx'
import { Risks } from './risks.tsx'
import classes from './services.module.css'
import { useServices, type ServiceRow } from './view.ts'

export function Services() {
  const query = useServices()
  const { data: document } = useDocument()
  const fixed = useEditReason(document)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const go = (change: Record<string, string | undefined>) => void navigate({ to: '.', search: { ...search, ...change }, replace: true })
  const isGraph = search['view'] === 'graph'
  const isRisks = search['view'] === 'risks'
  return (
    <Screen
      title="Services"
      wide
      actions={
        <Button onClick={() => go({ panel: 'new' })} disabledReason={fixed}>
          New service…
        </Button>
      }
    >
      {search['panel'] === 'new' && document !== undefined && <NewService document={document} close={() => go({ panel: undefined })} />}
      <div role="group" aria-label="How to show them" className={classes['chips']}>
        <Button size="sm" aria-pressed={!isGraph && !isRisks} onClick={() => go({ view: undefined })}>
          List
        </Button>
        <Button size="sm" aria-pressed={isGraph} onClick={() => go({ view: 'graph' })}>
          Dependencies
        </Button>
        <Button size="sm" aria-pressed={isRisks} onClick={() => go({ view: 'risks' })}>
          Before it hurts
        </Button>
      </div>
      <Shown query={query}>
        {(services) => {
          if (services.length === 0)
            return (
              <Empty title="No services yet">
                A service is what breaks and what people are woken for: a shop, a login, a database. Make the first, then give it a key
                under Integrations.
              </Empty>
            )
          if (isRisks) return <Risks />
          return isGraph ? (
            <Graph services={services} />
          ) : (
            <List services={services} q={search['q'] ?? ''} set={(q) => go({ q: q || undefined })} />
          )
        }}
      </Shown>
    </Screen>
  )
}

const SHOWN = 200
const ORDER = { failing: 0, warned: 1, silenced: 2, ok: 3 } as const

/** What fails first, then by name. */
function List({ services, q, set }: { services: readonly ServiceRow[]; q: string; set: (q: string) => void }) {
  const [most, setMost] = useState(SHOWN)
  const found = useMemo(() => {
    const words = q.trim().toLowerCase()
    return services
      .filter(({ name, slug }) => name.toLowerCase().includes(words) || slug.includes(words))
      .toSorted((a, b) => ORDER[a.health] - ORDER[b.health] || a.name.localeCompare(b.name))
  }, [services, q])
  return (
    <>
      {services.length > 10 && (
        <TextInput
          type="search"
          label="Search"
          description="Looks in their names."
          size="md"
          className={classes['search']}
          value={q}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )}
      <table className={classes['table']}>
        <caption>{found.length === 1 ? '1 service' : `${found.length} services`}, what fails first</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Health</th>
            <th scope="col">Open incidents</th>
            <th scope="col">Woken first</th>
            <th scope="col">Policy</th>
            <th scope="col">Last signal</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, most).map((service) => (
            <Row key={service.slug} service={service} />
          ))}
        </tbody>
      </table>
      {found.length > most && <Button onClick={() => setMost(most + SHOWN)}>{found.length - most} more</Button>}
    </>
  )
}

function Row({ service }: { service: ServiceRow }) {
  const org = useOrg()
  const { people, isLastResort } = service.nextOnCall
  return (
    <tr>
      <th scope="row">
        <Link to="/o/$org/services/$service" params={{ org, service: service.slug }} className={classes['name']}>
          {service.name}
        </Link>
        {service.criticalPath && <span className={classes['critical']}>Critical path</span>}
      </th>
      <td data-label="Health">
        <HealthMark health={service.health} />
      </td>
      <td data-label="Open incidents">
        {service.openIncidents === 0 ? (
          <span className="muted">none</span>
        ) : (
          <Link to="/o/$org/incidents" params={{ org }} search={{ status: 'open', service: service.slug }}>
            {service.openIncidents}
            {service.worstLabel !== null && `, worst ${service.worstLabel}`}
          </Link>
        )}
      </td>
      <td data-label="Woken first">
        {people.length === 0 ? <span className={classes['nobody']}>Nobody</span> : namesOf(people.map(({ name }) => name))}
        {isLastResort && people.length > 0 && <span className="muted small"> (last resort)</span>}
      </td>
      <td data-label="Policy">
        <Link to="/o/$org/policies/$policy" params={{ org, policy: service.policy.slug }}>
          {service.policy.name}
        </Link>
      </td>
      <td data-label="Last signal" className="muted">
        {lastSignal(service)}
      </td>
    </tr>
  )
}

function lastSignal({ lastSignalAt, integrations }: ServiceRow) {
  if (lastSignalAt !== null) return <Time at={lastSignalAt} only="relative" />
  return integrations === 0 ? 'no key yet' : 'never'
}
