// Every key a monitor holds: for which service, when it last sent something, and whether anything of it was set aside.
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { reading, useOrg } from '../../api/use-api.ts'
import { useDocument, useEditReason } from '../../parts/config.ts'
import { kindName } from '../../parts/integration-kinds.ts'
import { useNames } from '../../parts/names.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './integrations.module.css'
import type { IntegrationRow } from './kinds.ts'
import { NewKey } from './new-key.tsx'
import { Sources } from './sources.tsx'

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
            <List items={items} />
          )
        }
      </Shown>
      <Sources />
    </Screen>
  )
}

/** More than anybody reads: from there on one types. */
const SHOWN = 100

function List({ items }: { items: readonly IntegrationRow[] }) {
  const org = useOrg()
  const { data: names } = useNames()
  const navigate = useNavigate()
  const words = useSearch({ strict: false })['q'] ?? ''
  const services = useMemo(() => byService(items, new Map(names?.services.map(({ slug, name }) => [slug, name]))), [items, names])
  const found = services.filter(({ name, keys }) => [name, ...keys.map(({ slug }) => slug)].some((text) => holds(text, words)))
  return (
    <>
      {services.length > 10 && (
        <TextInput
          type="search"
          aria-label="Find an integration"
          placeholder="Find by service or key"
          size="md"
          maw={420}
          value={words}
          onChange={({ currentTarget: { value } }) => void navigate({ to: '.', search: value === '' ? {} : { q: value }, replace: true })}
        />
      )}
      <ul className={classes['services']} aria-label="Integrations by service">
        {found.slice(0, SHOWN).map(({ service, name, keys }) => (
          <li key={service}>
            <h2>
              <Link to="/o/$org/services/$service" params={{ org, service }}>
                {name}
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
                    {one.lastSignalAt !== null && `${one.accepted} taken in`}
                    {one.repeated > 0 && <span className="muted">, {one.repeated} of them repeats</span>}
                    {one.inQuarantine > 0 && <span className={classes['bad']}> · {one.inQuarantine} in quarantine</span>}
                  </span>
                  <span className="muted">{one.lastSignalAt === null ? 'never sent anything' : <Time at={one.lastSignalAt} />}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p role="status" className="muted">
        {found.length === 0 && 'No service and no key is called that.'}
        {found.length > SHOWN && `${found.length - SHOWN} more services: type a part of the name to find one.`}
      </p>
    </>
  )
}

function byService(items: readonly IntegrationRow[], names: ReadonlyMap<string, string>) {
  return [...Map.groupBy(items, ({ service }) => service)]
    .map(([service, keys]) => ({ service, keys, name: names.get(service) ?? service }))
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
}

const holds = (text: string, words: string): boolean => text.toLowerCase().includes(words.trim().toLowerCase())
