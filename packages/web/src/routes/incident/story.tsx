// What happened, newest first, however long it is; and a place to say what I am doing.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Composer } from './composer.tsx'
import classes from './incident.module.css'
import { useLog } from './log.ts'
import { Correct } from './protocol/correct.tsx'
import { useNarrow } from './narrow.ts'
import { canBeCorrected } from './protocol/entry-words.ts'
import { useWhyNot } from './protocol/protocol.ts'
import type { IncidentView, LogView } from './view.ts'

export function Story({ incident }: { incident: IncidentView }) {
  const log = useLog(incident)
  const isNarrow = useNarrow()
  const [wrong, setWrong] = useState<LogView | null>(null)
  return (
    <Part
      title={
        log.entries === null ? 'Story' : `Story, ${log.entries.length} ${log.entries.length === 1 ? 'entry' : 'entries'}, newest first`
      }
    >
      {!isNarrow && <Composer incident={incident} />}
      {log.entries === null && (log.error === null ? <Loading rows={4} /> : <Failed error={log.error} retry={log.retry} />)}
      {log.entries !== null && <Entries entries={log.entries} correct={setWrong} />}
      <Correct incident={incident} entry={wrong} close={() => setWrong(null)} />
    </Part>
  )
}

const ROW_GUESS_PX = 56

/** Only what is in sight is in the page: ten thousand entries scroll like ten. */
function Entries({ entries, correct }: { entries: readonly LogView[]; correct: (entry: LogView) => void }) {
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
  const mended = useMemo(() => mendedOf(entries), [entries])
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
            </span>
            <Words entry={entry} mended={mended.get(entry.seq)} correct={correct} />
          </li>
        )
      })}
    </ol>
  )
}

type WordsProps = { entry: LogView; mended: Mended | undefined; correct: (entry: LogView) => void }

function Words({ entry, mended, correct }: WordsProps) {
  const whyNot = useWhyNot()
  return (
    <span>
      <span className={`foreign ${mended === 'taken back' ? classes['taken-back'] : ''}`}>{entry.says}</span>
      {entry.by !== null && <span className="muted small"> · {entry.by}</span>}
      {mended !== undefined && <span className="muted small"> · {mended} later</span>}
      {mended !== 'taken back' && canBeCorrected(entry.type) && (
        <Button
          size="compact-xs"
          variant="subtle"
          className={classes['correct']}
          disabledReason={whyNot}
          aria-label={`Correct entry ${entry.seq}`}
          onClick={() => correct(entry)}
        >
          Correct…
        </Button>
      )}
    </span>
  )
}

type Mended = 'corrected' | 'taken back'

/** What became of an entry later on; the newest word holds, and stands first. */
function mendedOf(entries: readonly LogView[]): ReadonlyMap<unknown, Mended> {
  const mended = new Map<unknown, Mended>()
  for (const { type, body } of entries) {
    if (type !== 'entry.corrected' && type !== 'entry.withdrawn') continue
    if (!mended.has(body['seq'])) mended.set(body['seq'], type === 'entry.corrected' ? 'corrected' : 'taken back')
  }
  return mended
}
