// The alerts as rows, of which only those in sight exist: five thousand scroll as ten do.
import { Link } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { SignalSeverityMark } from '../../parts/signal-severity.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './alerts.module.css'
import type { Line } from './grouped.ts'
import type { AlertRow } from './search.ts'
import type { Selection } from './selection.ts'

type Props = { lines: readonly Line[]; selection: Selection; cursor: string | null; label: string; nearEnd: () => void }

const ROW_PX = 65
const NEAR = 40

export function Rows({ lines, selection, cursor, label, nearEnd }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (list.current !== null) setTop(list.current.getBoundingClientRect().top + window.scrollY)
  }, [lines.length])
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollMargin: top,
    scrollPaddingStart: 80,
    scrollPaddingEnd: 120,
    getItemKey: (index) => keyOf(lines[index]),
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last > lines.length - NEAR) nearEnd()
  }, [last, lines.length, nearEnd])
  const at = cursor === null ? -1 : lines.findIndex((line) => line.kind === 'alert' && line.alert.id === cursor)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])
  return (
    <ul ref={list} className={classes['rows']} aria-label={label} style={{ height: virtual.getTotalSize() }}>
      {items.map(({ index, start }) => {
        const line = lines[index]
        if (line === undefined) return null
        return (
          <li
            key={keyOf(line)}
            ref={virtual.measureElement}
            data-index={index}
            className={classes['place']}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {line.kind === 'group' ? (
              <GroupHead line={line} />
            ) : (
              <Row
                alert={line.alert}
                chosen={selection.ids.has(line.alert.id)}
                current={line.alert.id === cursor}
                toggle={selection.toggle}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}

const keyOf = (line: Line | undefined): string => (line === undefined ? '' : line.kind === 'group' ? `group ${line.key}` : line.alert.id)

function GroupHead({ line }: { line: Extract<Line, { kind: 'group' }> }) {
  const org = useOrg()
  return (
    <div className={classes['group']}>
      <h2>
        {line.to === null && line.title}
        {line.to !== null && 'service' in line.to && (
          <Link to="/o/$org/services/$service" params={{ org, service: line.to.service }}>
            {line.title}
          </Link>
        )}
        {line.to !== null && 'incident' in line.to && (
          <Link to="/o/$org/incidents/$number" params={{ org, number: String(line.to.incident) }}>
            {line.title}
          </Link>
        )}
      </h2>
      <span className="muted small">
        {line.count} read so far, {line.open} open
      </span>
    </div>
  )
}

type RowProps = { alert: AlertRow; chosen: boolean; current: boolean; toggle: Selection['toggle'] }

const Row = memo(function Row({ alert, chosen, current, toggle }: RowProps) {
  const org = useOrg()
  return (
    <article className={classes['row']} data-chosen={chosen || undefined} data-current={current || undefined} data-status={alert.status}>
      <label className={classes['tick']}>
        <input
          type="checkbox"
          checked={chosen}
          aria-label={`Select ${alert.summary.slice(0, 120)}`}
          onChange={(event) => toggle(alert.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      </label>
      <div className={classes['mark']}>
        <SignalSeverityMark severity={alert.severity} />
      </div>
      <div className={classes['what']}>
        <Link to="/o/$org/alerts/$alert" params={{ org, alert: alert.id }} className={classes['title']} data-alert={alert.id}>
          <span className="foreign">{alert.summary}</span>
        </Link>
        <p className={classes['about']}>
          {alert.service.name} · {stateOf(alert)} · {alert.count === 1 ? 'sent once' : `sent ${alert.count} times`} ·{' '}
          <span className="foreign">{alert.source}</span>
        </p>
      </div>
      <div className={classes['when']}>
        <Time at={alert.openedAt} />
        {alert.incident !== null && (
          <Link to="/o/$org/incidents/$number" params={{ org, number: String(alert.incident) }} className={classes['incident']}>
            #{alert.incident}
          </Link>
        )}
      </div>
    </article>
  )
})

export function stateOf({ status, silenced, silentAt }: Pick<AlertRow, 'status' | 'silenced' | 'silentAt'>): string {
  if (status === 'closed') return 'closed'
  if (silenced) return 'open, silenced'
  return silentAt === null ? 'open' : 'open, its source fell silent'
}
