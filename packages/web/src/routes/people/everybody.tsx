// All people of the organisation: found by name, each with what will ring them; ten thousand stay quick.
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { apiOf } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { NewPerson } from './person-form.tsx'
import classes from './people.module.css'
import type { PersonRow } from './view.ts'

const SETTLE_MS = 200

export function Everybody({ document }: { document: Document | undefined }) {
  const fixed = useEditReason(document)
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const words = search['q'] ?? ''
  const [asked] = useDebouncedValue(words, SETTLE_MS)
  const set = (change: Record<string, string | undefined>) => void navigate({ to: '.', search: { ...search, ...change }, replace: true })
  return (
    <Part
      title="People"
      actions={
        <Button onClick={() => set({ new: 'person' })} disabledReason={fixed}>
          New person
        </Button>
      }
    >
      <TextInput
        aria-label="Find a person"
        placeholder="Find a person by name"
        size="md"
        type="search"
        className={classes['find']}
        value={words}
        onChange={(event) => set({ q: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
      />
      <Found words={asked.trim()} />
      {search['new'] === 'person' && fixed === null && document !== undefined && (
        <NewPerson document={document} close={() => set({ new: undefined })} />
      )}
    </Part>
  )
}

const PAGE = 100

function Found({ words }: { words: string }) {
  const org = useOrg()
  const query = useInfiniteQuery({
    queryKey: [org, 'config', 'people', 'list', words],
    queryFn: ({ pageParam }) =>
      apiOf(org).people.list({ limit: PAGE, ...(words !== '' && { q: words }), ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.data === undefined) return query.error === null ? <Loading rows={6} /> : <Failed error={query.error} retry={query.refetch} />
  const people = query.data.pages.flatMap(({ items }) => items)
  if (people.length === 0)
    return words === '' ? (
      <Empty title="No people yet">A person has a name, a time zone, and contacts that ring. Make the first one above.</Empty>
    ) : (
      <Empty title="Nobody is called that">Try fewer letters.</Empty>
    )
  return <Rows people={people} more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined} />
}

const ROW_PX = 64

function Rows({ people, more }: { people: readonly PersonRow[]; more: (() => void) | undefined }) {
  const list = useRef<HTMLUListElement>(null)
  const rows = useWindowVirtualizer({
    count: people.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= people.length - 20) more?.()
  }, [last, people.length, more])
  return (
    <ul ref={list} className={classes['people']} aria-label="People" style={{ height: rows.getTotalSize() }}>
      {shown.map(({ index, start, key }) => {
        const person = people[index]
        return (
          person !== undefined && (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className={classes['person']}
              aria-setsize={people.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
            >
              <Row person={person} />
            </li>
          )
        )
      })}
    </ul>
  )
}

function Row({ person }: { person: PersonRow }) {
  const org = useOrg()
  const [first] = person.onCall
  return (
    <>
      <span>
        <Link to="/o/$org/people/$person" params={{ org, person: person.slug }} className={classes['link']}>
          {person.name}
        </Link>
        <span className="muted small"> {person.timeZone}</span>
      </span>
      <Reach person={person} />
      <span className="muted small">
        {first !== undefined && (
          <>
            On call for {first.schedule.name}
            {first.until !== null && (
              <>
                {' '}
                until <Time at={first.until} zones={[person.timeZone]} only="clock" />
              </>
            )}
          </>
        )}
      </span>
    </>
  )
}

function Reach({ person }: { person: PersonRow }) {
  if (person.disabled) return <span className="muted">– Switched off: never woken</span>
  const { rings, says, each } = person.reach
  const mark = !rings ? '✕' : each[0]?.state === 'doubtful' ? '▲' : '✓'
  return (
    <span className={rings ? undefined : classes['overdue']}>
      <span aria-hidden="true">{mark}</span> {says[0] ?? (rings ? 'Will ring' : 'Cannot be woken')}
    </span>
  )
}
