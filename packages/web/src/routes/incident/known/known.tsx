// What is known, beside what is only talked about: the impact, what it may be, what was found, where sources disagree, what was decided.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { Shown } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { useWhyNot } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import { Hypotheses } from './hypotheses.tsx'
import classes from './known.module.css'
import { useNote } from './note-sheet.tsx'
import { Sources } from './sources.tsx'
import { useKnown, type Word } from './use-known.ts'

export function Known({ incident }: { incident: IncidentView }) {
  const query = useKnown(incident)
  return (
    <Shown query={query} rows={5}>
      {(known) => (
        <>
          <Words
            title="Impact"
            words={known.impact === null ? [] : [known.impact]}
            nothing="Who is affected is not written down yet. It decides how grave this is."
            note="impact"
            says="Say what users meet…"
          />
          <Hypotheses hypotheses={known.hypotheses} />
          <Words
            title="Found"
            words={known.findings}
            nothing="No finding is written down. One line with its error is worth more than talk about it."
            note="finding"
            says="I found…"
          />
          <Sources known={known} />
          <Words title="Decided" words={known.decisions} nothing="No decision is written down." note="decision" says="It is decided…" />
        </>
      )}
    </Shown>
  )
}

type WordsProps = { title: string; words: readonly Word[]; nothing: string; note: string; says: string }

function Words({ title, words, nothing, note, says }: WordsProps) {
  const { open } = useNote()
  const whyNot = useWhyNot()
  return (
    <Part
      title={title}
      actions={
        <Button size="compact-sm" disabledReason={whyNot} onClick={() => open(note)}>
          {says}
        </Button>
      }
    >
      {words.length === 0 ? (
        <p className="muted">{nothing}</p>
      ) : (
        <ul className={classes['words']}>
          {words.map(({ seq, text, by, at, about }) => (
            <li key={seq}>
              {about !== null && <span className="strong">{about.replaceAll('-', ' ')}: </span>}
              <span className="foreign">{text}</span>
              <br />
              <span className="muted small">
                {by} · <Time at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
