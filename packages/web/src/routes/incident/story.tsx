// What happened, newest first, however long it is; and a place to say what I am doing.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { Part } from '../../ui/screen.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Composer } from './composer.tsx'
import classes from './incident.module.css'
import { useLog } from './log.ts'
import type { IncidentView, LogView } from './view.ts'

export function Story({ incident }: { incident: IncidentView }) {
  const log = useLog(incident)
  return (
    <Part
      title={
        log.entries === null ? 'Story' : `Story, ${log.entries.length} ${log.entries.length === 1 ? 'entry' : 'entries'}, newest first`
      }
    >
      <Composer incident={incident} />
      {log.entries === null && (log.error === null ? <Loading rows={4} /> : <Failed error={log.error} retry={log.retry} />)}
      {log.entries !== null && <Entries entries={log.entries} />}
    </Part>
  )
}

const ROW_GUESS_PX = 56

/** Only what is in sight is in the page: ten thousand entries scroll like ten. */
function Entries({ entries }: { entries: readonly LogView[] }) {
  const list = useRef<HTMLOListElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    const top = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY
    if (Math.abs(top - scrollMargin) > 1) setScrollMargin(top)
  })
  const rows = useWindowVirtualizer({
    count: entries.length,
    estimateSize: () => ROW_GUESS_PX,
    overscan: 8,
    scrollMargin,
    getItemKey: (index) => entries[index]?.seq ?? index,
  })
  return (
    <ol ref={list} className={classes['log']} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, start, key }) => {
        const entry = entries[index]
        if (entry === undefined) return null
        return (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={entries.length}
            aria-posinset={index + 1}
            className={classes['entry']}
            data-said={entry.type === 'incident.said' || undefined}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <span className={classes['entry-at']}>
              <Time at={entry.at} only="clock" seconds />
            </span>
            <span>
              <span className="foreign">{entry.says}</span>
              {entry.by !== null && <span className="muted small"> · {entry.by}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
