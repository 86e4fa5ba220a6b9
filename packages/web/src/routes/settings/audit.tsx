// The audit: who changed what, when; narrowed by the address, exported as a table.
import { TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { fromLocal } from '../../ui/zoned.ts'
import { localZone } from '../../ui/times.ts'
import { useExport } from './use-export.ts'
import { Paged, usePages } from './pages.tsx'
import classes from './settings.module.css'

type Entry = Awaited<ReturnType<Api['audit']['list']>>['items'][number]

const FIELDS = [
  { key: 'actor', label: 'Who', type: 'search', placeholder: 'Part of a name' },
  { key: 'action', label: 'What', type: 'search', placeholder: 'token.create' },
  { key: 'from', label: 'From', type: 'date', placeholder: '' },
  { key: 'to', label: 'Up to', type: 'date', placeholder: '' },
] as const

export function Audit() {
  const search: Record<string, string | undefined> = useSearch({ strict: false })
  const navigate = useNavigate()
  const org = useOrg()
  const filter = filterOf(search)
  const query = usePages<Entry>(['audit', JSON.stringify(filter)], (api, paged) => api.audit.list({ ...filter, ...paged }))
  const set = (key: string, value: string) =>
    void navigate({
      to: '.',
      replace: true,
      search: Object.fromEntries(
        Object.entries({ ...search, [key]: value }).flatMap(([name, text]) => (text ? [[name, text] as const] : [])),
      ),
    })
  return (
    <Part title="Audit" actions={<Export org={org} filter={filter} />}>
      <div className={classes['fields']} role="search">
        {FIELDS.map(({ key, label, type, placeholder }) => (
          <TextInput
            key={key}
            label={label}
            type={type}
            placeholder={placeholder}
            size="md"
            value={search[key] ?? ''}
            onChange={(event) => set(key, event.currentTarget.value)}
          />
        ))}
      </div>
      <Paged query={query}>
        {(entries) =>
          entries.length === 0 ? (
            <Empty title="Nothing was changed that fits this">Take out a word, or widen the time.</Empty>
          ) : (
            <Entries entries={entries} />
          )
        }
      </Paged>
    </Part>
  )
}

function filterOf(search: Record<string, string | undefined>) {
  const day = (key: string) => {
    const date = search[key]
    return date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(fromLocal(`${date}T00:00`, localZone())).toISOString() : null
  }
  const from = day('from')
  const to = day('to')
  return {
    ...(search['actor'] && { actor: search['actor'].slice(0, 120) }),
    ...(search['action'] && { action: search['action'].slice(0, 80) }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  }
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Of what</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, at, actor, action, subject, detail }) => (
          <tr key={id}>
            <td className="small">
              <Time at={at} />
            </td>
            <td className="foreign">{actor.name ?? actor.type}</td>
            <td>
              <code>{action}</code>
            </td>
            <td className="small foreign">
              {subject}
              {Object.keys(detail).length > 0 && <Detail detail={detail} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Detail({ detail }: { detail: Record<string, unknown> }) {
  return (
    <span className="muted">
      {' '}
      ·{' '}
      {Object.entries(detail)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(', ')
        .slice(0, 400)}
    </span>
  )
}

/** A download cannot send the header that names the organisation: it is fetched here, then saved. */
function Export({ org, filter }: { org: string; filter: Record<string, string> }) {
  const exporting = useExport(org, filter)
  return (
    <span className={classes['tools']}>
      <span role="status" className="muted small">
        {exporting.isPending ? 'Making the file…' : exporting.isError ? 'The file could not be made. Try again.' : ''}
      </span>
      <Button onClick={() => exporting.mutate()} loading={exporting.isPending}>
        Export as CSV
      </Button>
    </span>
  )
}
