// Every key a monitor holds: for which service, when it last sent something, and whether anything of it was set aside.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { reading, useOrg } from '../../api/use-api.ts'
import { useDocument, useEditReason } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './integrations.module.css'
import { KINDS, type IntegrationRow } from './kinds.ts'
import { NewKey } from './new-key.tsx'

export function Integrations() {
  const org = useOrg()
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const { data: document } = useDocument()
  const fixed = useEditReason(document)
  const query = useQuery(reading(org, ['alerts', 'integrations'], (api) => api.integrations.list()))
  const make = (
    <Button primary onClick={() => void navigate({ to: '.', search: { panel: 'new' } })} disabledReason={fixed}>
      Connect a monitor…
    </Button>
  )
  return (
    <Screen
      title="Integrations"
      wide
      intro="Each monitor has a key of its own: it says which service its signals are about."
      actions={make}
    >
      {search['panel'] === 'new' && document !== undefined && (
        <NewKey
          document={document}
          service={search['service'] ?? null}
          close={() => void navigate({ to: '.', search: {}, replace: true })}
        />
      )}
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No monitor is connected yet">
              Press “Connect a monitor”: choose the service it watches and what it is, and paste what you are given. The first signal
              appears here at once.
            </Empty>
          ) : (
            <List items={items} nameOf={(slug) => document?.services.find((one) => one.slug === slug)?.name ?? slug} />
          )
        }
      </Shown>
    </Screen>
  )
}

function List({ items, nameOf }: { items: readonly IntegrationRow[]; nameOf: (service: string) => string }) {
  const org = useOrg()
  const services = [...Map.groupBy(items, ({ service }) => service)].toSorted(([a], [b]) => nameOf(a).localeCompare(nameOf(b)))
  return (
    <ul className={classes['services']} aria-label="Integrations by service">
      {services.map(([service, keys]) => (
        <li key={service}>
          <h2>
            <Link to="/o/$org/services/$service" params={{ org, service }}>
              {nameOf(service)}
            </Link>
          </h2>
          <ul className={classes['keys']}>
            {keys.map((one) => (
              <li key={one.slug} className={classes['row']}>
                <Link
                  to="/o/$org/integrations/$service/$integration"
                  params={{ org, service, integration: one.slug }}
                  className={classes['name']}
                >
                  {one.slug}
                </Link>
                <span className="muted">{kindName(one.kind)}</span>
                <span className={classes['counts']}>
                  {one.accepted} taken in{one.repeated > 0 && <span className="muted">, {one.repeated} of them repeats</span>}
                  {one.inQuarantine > 0 && <span className={classes['bad']}> · {one.inQuarantine} in quarantine</span>}
                </span>
                <span className="muted">{one.lastSignalAt === null ? 'never sent anything' : <Time at={one.lastSignalAt} />}</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

const kindName = (kind: string): string => Object.entries(KINDS).find(([one]) => one === kind)?.[1].name ?? kind
