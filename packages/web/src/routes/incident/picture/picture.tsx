// One picture over time: alerts, changes, what the outside did, people and their words on one axis, and a line to move along it.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { apiOf } from '../../../api/client.ts'
import { useOrg } from '../../../api/use-api.ts'
import { Choice } from '../../../ui/choice.tsx'
import { useClock } from '../../../ui/clock.ts'
import { Part } from '../../../ui/screen.tsx'
import { Time } from '../../../ui/time.tsx'
import { clockTime } from '../../../ui/times.ts'
import { useLog } from '../log.ts'
import type { IncidentView } from '../view.ts'
import { around, drawn, lanesOf, spanOf, SPANS, type Lane, type Span, type SpanName } from './lanes.ts'
import classes from './picture.module.css'

const WORDS: Record<SpanName, string> = { hour: 'Last hour', all: 'All of it', day: 'With the day before' }
const MINUTE = 60_000
/** So many bars can still be told apart. */
const MOST_ALERTS = 100
const MOST_WORDS = 30

export function Picture({ incident }: { incident: IncidentView }) {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const name = SPANS.find((one) => one === search['span']) ?? 'all'
  const now = useClock((instant) => Math.floor(instant / MINUTE) * MINUTE)
  const lanes = useLanes(incident, now)
  const span = spanOf(name, { incident, now })
  const [chosen, setChosen] = useState<number | null>(null)
  const moment = Math.min(Math.max(chosen ?? Date.parse(incident.openedAt), span.from), span.to)
  return (
    <Part title="In time">
      <Choice
        label="How much of it"
        value={name}
        choices={SPANS.map((value) => ({ value, label: WORDS[value] }))}
        onChange={(next) => void navigate({ to: '.', search: (before) => ({ ...before, span: next }), replace: true, resetScroll: false })}
      />
      <Drawing lanes={lanes} span={span} moment={moment} opened={Date.parse(incident.openedAt)} />
      <label className={classes['slider']}>
        <span className="small">Move along it</span>
        <input
          type="range"
          min={span.from}
          max={span.to}
          step={MINUTE / 6}
          value={moment}
          aria-valuetext={clockTime(moment, { now, seconds: false })}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        />
      </label>
      <Around lanes={lanes} span={span} moment={moment} />
    </Part>
  )
}

function useLanes(incident: IncidentView, now: number): Lane[] {
  const org = useOrg()
  const { entries } = useLog(incident)
  const alerts = useInfiniteQuery({
    queryKey: [org, 'incidents', String(incident.number), 'alerts', 'picture'],
    queryFn: () => apiOf(org).incidents.alerts({ id: incident.id, limit: MOST_ALERTS }),
    initialPageParam: null,
    getNextPageParam: () => null,
  })
  return useMemo(
    () => lanesOf({ incident, alerts: alerts.data?.pages[0]?.items ?? [], log: entries ?? [], now }),
    [incident, alerts.data, entries, now],
  )
}

type DrawingProps = { lanes: readonly Lane[]; span: Span; moment: number; opened: number }

function Drawing({ lanes, span, moment, opened }: DrawingProps) {
  const percent = (instant: number) => `${((instant - span.from) / (span.to - span.from)) * 100}%`
  return (
    <div className={classes['picture']} aria-hidden>
      {lanes.map((lane) => (
        <div key={lane.id} className={classes['lane']}>
          <span className={classes['name']}>{lane.title}</span>
          <div className={classes['track']} data-lane={lane.id}>
            {drawn(lane, span).map(({ left, width, count, says }, place) => (
              <span
                key={place}
                className={width > 0 ? classes['bar'] : classes['mark']}
                style={{ left: `${left}%`, ...(width > 0 && { width: `${width}%`, top: 4 + (place % 4) * 7 }) }}
                title={count === 1 ? says : `${count} things, the first: ${says}`}
              >
                {count > 1 ? count : ''}
              </span>
            ))}
            {opened >= span.from && <span className={classes['opened']} style={{ left: percent(opened) }} />}
            <span className={classes['moment']} style={{ left: percent(moment) }} />
          </div>
        </div>
      ))}
      <div className={classes['axis']}>
        <Time at={span.from} only="clock" />
        <Time at={(span.from + span.to) / 2} only="clock" />
        <Time at={span.to} only="clock" />
      </div>
    </div>
  )
}

function Around({ lanes, span, moment }: Omit<DrawingProps, 'opened'>) {
  const found = around(lanes, span, moment)
  return (
    <section aria-label="Around this moment" className={classes['around']}>
      <h3 className={classes['head']}>
        Around <Time at={moment} only="clock" />
      </h3>
      {found.length === 0 && <p className="muted">Nothing is written down around then.</p>}
      <ul className={classes['words']}>
        {found.slice(0, MOST_WORDS).map(({ lane, mark }, place) => (
          <li key={place}>
            <span className="muted small">
              <Time at={mark.at} only="clock" seconds /> · {lane}
            </span>
            <br />
            <span className="foreign">{mark.says}</span>
          </li>
        ))}
      </ul>
      {found.length > MOST_WORDS && <p className="muted">and {found.length - MOST_WORDS} more in the story.</p>}
    </section>
  )
}
