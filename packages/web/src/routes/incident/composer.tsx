// Says what I am doing and why, with one tap for what is said most at night.
import { Textarea } from '@mantine/core'
import { READY_WORDS } from '@muster/core/vocabulary.ts'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { useUnsent } from '../../ui/unsent.ts'
import { WordingHint } from './calm/wording-hint.tsx'
import { AddFile, UnsentFiles } from './files/add-file.tsx'
import classes from './incident.module.css'
import { useSaying, type Said } from './saying.ts'
import type { IncidentView } from './view.ts'

const KINDS = [
  ['did', 'Did'],
  ['saw', 'Saw'],
  ['decided', 'Decided'],
  ['asked', 'Asked'],
] as const
type Kind = (typeof KINDS)[number][0]

const LONGEST = 2000

export function Composer({ incident }: { incident: IncidentView }) {
  const [text, setText, sent] = useUnsent(incident.id)
  const [kind, setKind] = useState<Kind>('did')
  const { say, leave, failed, isUnderWay } = useSaying(incident, sent)
  const reason = useRoleReason('responder')
  const send = () => {
    if (text.trim() !== '' && reason === null) say({ kind, text: text.trim() })
  }
  return (
    <div className={classes['composer']}>
      <div className={classes['ready']}>
        {READY_WORDS.map((ready) => (
          <Button key={ready.text} size="compact-sm" disabledReason={reason} loading={isUnderWay(ready.text)} onClick={() => say(ready)}>
            {ready.text}
          </Button>
        ))}
      </div>
      <UnsentFiles incident={incident} />
      <div className={classes['write']}>
        <Textarea
          aria-label="What I am doing and why"
          placeholder="What I am doing and why…"
          rows={1}
          classNames={{ input: classes['words'] ?? '' }}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
          }}
        />
        <AddFile incident={incident} />
      </div>
      <WordingHint incident={incident} text={text} />
      {text !== '' && (
        <div className={`${classes['ready']} ${classes['kinds']}`}>
          {KINDS.map(([one, word]) => (
            <Button key={one} size="compact-sm" aria-pressed={one === kind} onClick={() => setKind(one)}>
              {word}
            </Button>
          ))}
          <Button
            primary
            size="compact-sm"
            // Other words than those under way can go at once.
            loading={isUnderWay(text.trim())}
            disabledReason={text.trim() === '' ? 'Write something first.' : reason}
            onClick={send}
          >
            Put it on the log
          </Button>
        </div>
      )}
      {failed.map(({ key, said, error }) => (
        <NotSaid
          key={key}
          said={said}
          error={error}
          isWritten={said.text === text.trim()}
          again={() => say(said)}
          leave={() => leave(said)}
        />
      ))}
    </div>
  )
}

type NotSaidProps = { said: Said; error: unknown; isWritten: boolean; again: () => void; leave: () => void }

/** Words that failed are to be seen: those that stand above still are, in the field; others have been written over there. */
function NotSaid({ said, error, isWritten, again, leave }: NotSaidProps) {
  const reason = useRoleReason('responder')
  if (isWritten) return <NotDone error={error} />
  return (
    <>
      <p>
        Not on the log: <span className="foreign">“{said.text}”</span>
      </p>
      <NotDone error={error} />
      <div className={`${classes['ready']} ${classes['kinds']}`}>
        <Button size="compact-sm" disabledReason={reason} onClick={again}>
          Say it again
        </Button>
        <Button size="compact-sm" onClick={leave}>
          Leave it
        </Button>
      </div>
    </>
  )
}
