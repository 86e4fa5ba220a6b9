// What happened, newest first, however long it is; and a place to say what I am doing.
import { quotedIn } from '@muster/core/why/quoted.ts'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Failed, Loading, NotReadAnew, useStands } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Composer } from './composer.tsx'
import { FilePicture, FileWords, isFile } from './files/log-file.tsx'
import classes from './incident.module.css'
import { useLog } from './log.ts'
import { marksOf, type Marks } from './entry-marks.ts'
import { EntrySheet, useEntry } from './entry-sheet.tsx'
import { useKnown, type Known } from './known/use-known.ts'
import { useNarrow } from './narrow.ts'
import { Presence, usePresence, type Missed } from './presence.tsx'
import { canBeCorrected } from './protocol/entry-words.ts'
import type { IncidentView, LogView } from './view.ts'

export function Story({ incident }: { incident: IncidentView }) {
  const log = useLog(incident)
  const stands = useStands(log.query)
  const isNarrow = useNarrow()
  const marks = useMemo(() => marksOf(log.entries ?? []), [log.entries])
  const quoted = useMemo(() => quotedIn(log.entries ?? []), [log.entries])
  const pins = useKnown(incident).data?.pins ?? []
  const isPinned = (seq: number) => pins.some((pin) => pin.seq === seq)
  const last = log.entries?.[0]?.seq ?? 0
  const { readers, missed } = usePresence(incident, last)
  return (
    <Part
      title={
        log.entries === null ? 'Story' : `Story, ${log.entries.length} ${log.entries.length === 1 ? 'entry' : 'entries'}, newest first`
      }
    >
      {!isNarrow && <Composer incident={incident} />}
      <Presence readers={readers} last={last} />
      <Pinned pins={pins} />
      {stands === 'loading' && <Loading rows={4} />}
      {stands === 'failed' && <Failed error={log.query.error} retry={log.query.refetch} />}
      <NotReadAnew reading={log.query} />
      {log.entries !== null && stands !== 'failed' && (
        <Entries incident={incident} entries={log.entries} quoted={quoted} marks={marks} isPinned={isPinned} missed={missed} />
      )}
      {log.entries !== null && <EntrySheet incident={incident} entries={log.entries} marks={marks} isPinned={isPinned} />}
    </Part>
  )
}

/** What everybody should have seen stands above what has happened since. */
function Pinned({ pins }: { pins: Known['pins'] }) {
  const { open } = useEntry()
  if (pins.length === 0) return null
  return (
    <ul className={classes['pins']} aria-label="Pinned">
      {pins.map(({ seq, says }) => (
        <li key={seq}>
          <button type="button" className={classes['pin']} onClick={() => open(String(seq))}>
            <span aria-hidden>▪ </span>
            <span className="foreign">{says}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const ROW_GUESS_PX = 56

type EntriesProps = {
  incident: IncidentView
  entries: readonly LogView[]
  quoted: (entry: LogView) => string
  marks: (seq: number) => Marks
  isPinned: (seq: number) => boolean
  missed: Missed | null
}

/** Only what is in sight is in the page: ten thousand entries scroll like ten. */
function Entries({ incident, entries, quoted, marks, isPinned, missed }: EntriesProps) {
  const isNew = ({ seq }: LogView) => missed !== null && seq > missed.after && seq <= missed.upTo
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
            data-quiet={entry.type.startsWith('question.') || undefined}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <span className={classes['entry-at']}>
              <Time at={entry.at} only="clock" seconds />
              {isNew(entry) && <span className={classes['new']}> new</span>}
            </span>
            <Words incident={incident} entry={entry} says={quoted(entry)} marks={marks(entry.seq)} isPinned={isPinned(entry.seq)} />
            <More entry={entry} marks={marks(entry.seq)} />
          </li>
        )
      })}
    </ol>
  )
}

type WordsProps = { incident: IncidentView; entry: LogView; says: string; marks: Marks; isPinned: boolean }

function Words({ incident, entry, says, marks: { became, isTakenBack, putRight }, isPinned }: WordsProps) {
  const { by } = entry
  const isShown = isFile(entry) && !isTakenBack
  // Most sentences begin with whoever did it.
  const author = by === null || says.startsWith(by) ? null : by
  return (
    <span className={classes['entry-words']}>
      <span className={`foreign ${isTakenBack ? classes['taken-back'] : ''}`}>
        {isShown ? <FileWords incident={incident} entry={entry} /> : says}
      </span>
      {[author, isPinned ? 'pinned' : null, became].map(
        (aside) =>
          aside !== null && (
            <Fragment key={aside}>
              {' '}
              <span className={classes['aside']}>· {aside}</span>
            </Fragment>
          ),
      )}
      {isShown && <FilePicture incident={incident} entry={entry} caption={putRight} />}
    </span>
  )
}

function More({ entry, marks: { isTakenBack } }: { entry: LogView; marks: Marks }) {
  const { open } = useEntry()
  if (isTakenBack || !canBeCorrected(entry)) return null
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      className={classes['more']}
      aria-label={`More about entry ${entry.seq}`}
      onClick={() => open(String(entry.seq))}
    >
      More…
    </Button>
  )
}
