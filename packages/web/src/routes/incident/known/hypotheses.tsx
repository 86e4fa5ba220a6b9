// What people think it is: what speaks for each and what against it, and what became of it.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { Time } from '../../../ui/time.tsx'
import { useWhyNot } from '../protocol/protocol.ts'
import classes from './known.module.css'
import { useNote } from './note-sheet.tsx'
import type { Hypothesis, Word } from './use-known.ts'

const STATES: Record<Hypothesis['state'], { shape: string; word: string }> = {
  open: { shape: '○', word: 'Open' },
  holds: { shape: '●', word: 'Holds' },
  'ruled-out': { shape: '×', word: 'Ruled out' },
}

export function Hypotheses({ hypotheses }: { hypotheses: readonly Hypothesis[] }) {
  const { open } = useNote()
  const whyNot = useWhyNot()
  return (
    <Part
      title="What it may be"
      actions={
        <Button size="compact-sm" disabledReason={whyNot} onClick={() => open('think')}>
          I think it is…
        </Button>
      }
    >
      {hypotheses.length === 0 && (
        <p className="muted">Nobody has said what they think it is. A guess that is written down can be tested by somebody else.</p>
      )}
      <ol className={classes['cards']}>
        {hypotheses.map((one) => (
          <HypothesisCard key={one.seq} hypothesis={one} />
        ))}
      </ol>
    </Part>
  )
}

function HypothesisCard({ hypothesis }: { hypothesis: Hypothesis }) {
  const { seq, text, by, at, state, settled } = hypothesis
  const { open } = useNote()
  const whyNot = useWhyNot()
  const { shape, word } = STATES[state]
  const act = (kind: string, label: string) => (
    <Button size="compact-sm" disabledReason={whyNot} aria-label={`${label}: ${text}`} onClick={() => open(`${kind}.${seq}`)}>
      {label}…
    </Button>
  )
  return (
    <li className={classes['card']} data-state={state}>
      <p>
        <span className={classes['state']}>
          <span aria-hidden>{shape}</span> {word}
        </span>{' '}
        <span className="foreign strong">{text}</span>
      </p>
      <p className="muted small">
        {by} · <Time at={at} />
      </p>
      {settled !== null && (
        <p className="small">
          <span className="foreign">{settled.text}</span> <span className="muted">· {settled.by}</span>
        </p>
      )}
      <div className={classes['weighed']}>
        <Evidence title="For" nothing="Nothing yet." words={hypothesis.for} />
        <Evidence title="Against" nothing="Nothing yet." words={hypothesis.against} />
      </div>
      {state === 'open' && (
        <div className={classes['row']}>
          {act('for', 'For it')}
          {act('against', 'Against it')}
          {act('holds', 'It holds')}
          {act('out', 'Rule it out')}
        </div>
      )}
    </li>
  )
}

function Evidence({ title, nothing, words }: { title: string; nothing: string; words: readonly Word[] }) {
  return (
    <section aria-label={title}>
      <h3 className={classes['small-head']}>
        {title} <span className="muted">{words.length}</span>
      </h3>
      {words.length === 0 ? (
        <p className="muted small">{nothing}</p>
      ) : (
        <ul className={classes['words']}>
          {words.map(({ seq, text, by, at }) => (
            <li key={seq}>
              <span className="foreign">{text}</span>{' '}
              <span className="muted small">
                · {by}, <Time at={at} only="clock" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
