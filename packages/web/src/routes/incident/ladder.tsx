// A ladder in time, top to bottom: rungs that were, the one it stands on, those that come, each at its moment.
import { useNow } from '../../ui/clock.ts'
import { Time } from '../../ui/time.tsx'
import { duration, rough } from '../../ui/times.ts'
import classes from './ladder.module.css'
import type { LadderPage, Rung } from './view.ts'

type Call = { word: string; shape: string; tone: string }

const CALL_WORDS: Record<Rung['people'][number]['state'], Call> = {
  paging: { word: 'is being called', shape: '◌', tone: 'due' },
  acknowledged: { word: 'has it', shape: '✓', tone: 'kept' },
  declined: { word: 'cannot take it', shape: '–', tone: 'muted' },
  undeliverable: { word: 'could not be reached', shape: '✕', tone: 'overdue' },
  removed: { word: 'is no longer called', shape: '–', tone: 'muted' },
  'no-answer': { word: 'did not answer', shape: '·', tone: 'muted' },
  'not-needed': { word: 'not needed any more', shape: '–', tone: 'muted' },
  'to-be-called': { word: '', shape: '○', tone: 'muted' },
}

const EMPTY_WORDS = {
  'no-one-on-call': 'Nobody is on call here; it goes on at once',
  'no-contact-method': 'Nobody here can be reached; it goes on at once',
  'called-away': 'Called away to another incident; it goes on at once',
} as const

/** More passes than this are told in a sentence: the picture would be the same again. */
const RUNGS_SHOWN = 10
const PASSED_SHOWN = 3

export function Ladder({ page }: { page: LadderPage }) {
  // Where it stands is what matters; how it got there is in the story.
  const stands = page.ladder.findIndex(({ state }) => state === 'current')
  const from = Math.max(0, (stands === -1 ? page.ladder.length - RUNGS_SHOWN : stands) - PASSED_SHOWN)
  const rungs = page.ladder.slice(from, from + RUNGS_SHOWN)
  const next = rungs.find(({ state }) => state === 'coming')
  const rest = page.ladder.length - from - rungs.length
  return (
    <>
      {from > 0 && <p className="muted small">{from} rungs before, see the story</p>}
      <ol className={classes['ladder']}>
        {rungs.map((rung) => (
          <RungRow key={`${rung.climb} ${rung.pass} ${rung.rung}`} rung={rung} passes={page.passes} isNext={rung === next} />
        ))}
      </ol>
      {rest > 0 && <p className="muted small">and the same again: {rest} more rungs</p>}
      <p className="muted small">{stateWords(page)}</p>
    </>
  )
}

function RungRow({ rung, passes, isNext }: { rung: Rung; passes: number; isNext: boolean }) {
  const now = useNow()
  const at = rung.at === null ? null : Date.parse(rung.at)
  return (
    <li className={classes['rung']} data-state={rung.state} aria-current={rung.state === 'current' ? 'step' : undefined}>
      <div className={classes['when']}>
        {rung.at === null ? <span className="muted">not reached</span> : <Time at={rung.at} only="clock" />}
        {rung.state === 'coming' &&
          at !== null &&
          (isNext ? (
            <span className={classes['countdown']} role="timer">
              in {duration(at - now)}
            </span>
          ) : (
            <span className="muted small">in {rough(at - now)}</span>
          ))}
      </div>
      <div>
        <p className="muted small">
          {rung.kind === 'catch-all' ? 'Last resort' : `Rung ${rung.rung}`}
          {passes > 1 && rung.kind === 'rung' && `, pass ${rung.pass} of ${passes}`}
          {rung.state === 'current' && ' · standing here'}
          {rung.require === 'all' && ' · everybody must answer'}
        </p>
        <ul className={classes['people']}>
          {rung.empty !== null && <li className={classes['overdue']}>✕ {EMPTY_WORDS[rung.empty]}</li>}
          {rung.people.map((person) => {
            const { word, shape, tone } = CALL_WORDS[person.state]
            return (
              <li key={person.slug}>
                <span className={classes[tone] ?? 'muted'} aria-hidden="true">
                  {shape}
                </span>{' '}
                <span className={rung.state === 'current' ? 'strong' : undefined}>{person.name}</span>{' '}
                <span className={classes[tone] ?? 'muted'}>{word}</span>{' '}
                {person.reason !== null && <span className="muted small">{person.reason}</span>}
              </li>
            )
          })}
        </ul>
      </div>
    </li>
  )
}

function stateWords(page: LadderPage): string {
  switch (page.state) {
    case 'waiting':
      return 'It has not started.'
    case 'climbing':
      return 'It climbs until somebody answers.'
    case 'acknowledged':
      return page.nextAt === null
        ? 'It stands still: somebody has it.'
        : 'It stands still: somebody has it. If nothing is heard of them, it starts again.'
    case 'snoozed':
      return 'It is quiet for a while, then starts again.'
    case 'exhausted':
      return 'Everybody was called and nobody answered. Acknowledge it, or call somebody in.'
    case 'ended':
      return 'It is over.'
  }
}
