// Each schedule as a lane over fourteen days: who, until when, where nobody is; pressing a shift gives it to somebody else.
import { TextInput } from '@mantine/core'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMembership } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import type { Document, ScheduleDocument } from '../../parts/config.ts'
import { rotaReading, type Rota, type Shift } from '../../parts/rota.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { usePanelOf } from '../../ui/panel.ts'
import { Empty, NotDone } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { clockTime, localZone } from '../../ui/times.ts'
import { Timeline, type Bar, type Lane } from '../../ui/timeline.tsx'
import { addDays, localDate, startOfDay } from '../../ui/zoned.ts'
import classes from './people.module.css'
import { TakeOver } from './take-over.tsx'

const DAYS = 14
const SHOWN_AT_FIRST = 12

export function NextTwoWeeks({ document }: { document: Document }) {
  const org = useOrg()
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const words = (search['schedules'] ?? '').toLocaleLowerCase()
  const [all, setAll] = useState(false)
  const found = document.schedules.filter(({ name }) => name.toLocaleLowerCase().includes(words))
  const shown = all ? found : found.slice(0, SHOWN_AT_FIRST)
  if (document.schedules.length === 0)
    return (
      <Empty
        title="No schedules yet"
        action={
          <Link to="/o/$org/policies" params={{ org }} search={{ new: 'schedule' }}>
            Make the first one
          </Link>
        }
      >
        A schedule is a list of people who take turns. Here you will see whose turn it is.
      </Empty>
    )
  return (
    <>
      {document.schedules.length > SHOWN_AT_FIRST && (
        <TextInput
          aria-label="Find a schedule"
          placeholder="Find a schedule"
          size="md"
          value={search['schedules'] ?? ''}
          onChange={(event) =>
            void navigate({ to: '.', search: { ...search, schedules: event.currentTarget.value || undefined }, replace: true })
          }
        />
      )}
      <Lanes schedules={shown} document={document} />
      {found.length > shown.length && <Button onClick={() => setAll(true)}>Show the other {found.length - shown.length}</Button>}
    </>
  )
}

function Lanes({ schedules, document }: { schedules: readonly ScheduleDocument[]; document: Document }) {
  const org = useOrg()
  const now = useNow()
  const zone = localZone()
  const me = useMembership()?.person?.slug
  const panel = usePanelOf('take-over')
  const today = localDate(now, zone)
  const stretch = { from: startOfDay(today, zone), to: startOfDay(addDays(today, DAYS), zone) }
  const rotas = useQueries({
    queries: schedules.map(({ slug }) => ({ ...rotaReading(org, slug, stretch), placeholderData: keepPreviousData })),
  })
  const lanes = schedules.map((schedule, index): Lane => {
    const rota = rotas[index]?.data
    return {
      key: schedule.slug,
      name: <LaneName schedule={schedule} rota={rota} document={document} />,
      label: schedule.name,
      bars: barsOf(rota, { me, now, take: (shift) => panel.open(`${schedule.slug}:${shift.from}`) }),
    }
  })
  const taking =
    schedules
      .flatMap((schedule, index) => (rotas[index]?.data?.shifts ?? []).map((shift) => ({ schedule, shift })))
      .find(({ schedule, shift }) => panel.at === `${schedule.slug}:${shift.from}`) ?? null
  const failed = rotas.find(({ error }) => error !== null)
  return (
    <>
      <Timeline from={stretch.from} to={stretch.to} timeZone={zone} lanes={lanes} label={`The next ${DAYS} days, times in ${zone}`} />
      {failed !== undefined && <NotDone error={failed.error} />}
      <Gaps schedules={schedules} rotas={rotas.map(({ data }) => data)} />
      <p className="muted small">Times in {zone}, where you are. Press a shift to give it to somebody else.</p>
      {taking !== null && <TakeOver {...taking} document={document} close={panel.close} />}
    </>
  )
}

type BarsFor = { me: string | undefined; now: number; take: (shift: Shift) => void }

function barsOf(rota: Rota | undefined, { me, now, take }: BarsFor): Bar[] {
  if (rota === undefined) return []
  const shifts = rota.shifts.map((shift): Bar => ({
    key: `${shift.from}`,
    from: shift.from,
    to: shift.to,
    text: shift.person === me ? `${shift.name} (you)` : shift.name,
    goesOn: shift.goesOn,
    kind: shift.person === me ? 'mine' : shift.override ? 'stand-in' : 'main',
    ...(shift.to > now && { press: { says: 'somebody else takes it', act: () => take(shift) } }),
  }))
  return [...shifts, ...rota.gaps.map(({ from, to }): Bar => ({ key: `gap ${from}`, from, to, text: 'Nobody', kind: 'empty' }))]
}

function LaneName({ schedule, rota, document }: { schedule: ScheduleDocument; rota: Rota | undefined; document: Document }) {
  const org = useOrg()
  const now = useNow()
  const current = rota?.shifts.find(({ from, to }) => from <= now && now < to)
  const next = rota?.shifts.find(({ from }) => from > now)
  const zoneOf = (slug: string) => document.people.find((one) => one.slug === slug)?.timeZone ?? schedule.timeZone
  return (
    <div className={classes['lane']}>
      <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: schedule.slug }}>
        {schedule.name}
      </Link>
      {rota !== undefined &&
        (current === undefined ? (
          <span className={classes['overdue']}>Nobody now</span>
        ) : (
          <span>
            <span className="strong">{current.name}</span>
            <br />
            {current.goesOn ? (
              'with no end in sight'
            ) : (
              <>
                until <Time at={current.to} zones={[zoneOf(current.person), schedule.timeZone]} />
              </>
            )}
          </span>
        ))}
      {next !== undefined && <span className="muted">then {next.name}</span>}
    </div>
  )
}

const MOST_GAPS = 4

function Gaps({ schedules, rotas }: { schedules: readonly ScheduleDocument[]; rotas: readonly (Rota | undefined)[] }) {
  const now = useNow()
  const gaps = schedules.flatMap(({ slug, name }, index) => (rotas[index]?.gaps ?? []).map((gap) => ({ ...gap, slug, name })))
  const coming = gaps.filter(({ to }) => to > now).toSorted((a, b) => a.from - b.from)
  if (coming.length === 0) return null
  return (
    <ul className={classes['gaps']} aria-label="Gaps">
      {coming.slice(0, MOST_GAPS).map(({ slug, name, from, to }) => (
        <li key={`${slug} ${from}`}>
          <span aria-hidden="true">▨</span> {name}: nobody from {clockTime(from, { now })} to {clockTime(to, { now })}.
        </li>
      ))}
      {coming.length > MOST_GAPS && <li>And {coming.length - MOST_GAPS} more.</li>}
    </ul>
  )
}
