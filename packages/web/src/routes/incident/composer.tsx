// Says what I am doing and why, with one tap for what is said most at night.
import { Textarea } from '@mantine/core'
import { READY_WORDS } from '@muster/core/vocabulary.ts'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { useUnsent } from '../../ui/unsent.ts'
import { WordingHint } from './calm/wording-hint.tsx'
import { AddFile, UnsentFiles } from './files/add-file.tsx'
import classes from './incident.module.css'
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
  const say = useDoing((api, said: { kind: Kind; text: string }) => api.incidents.say({ id: incident.id, ...said }), ['incidents'])
  const reason = useRoleReason('responder')
  const send = () => {
    if (text.trim() !== '' && reason === null) say.mutate({ kind, text: text.trim() }, { onSuccess: () => sent(text) })
  }
  return (
    <div className={classes['composer']}>
      <div className={classes['ready']}>
        {READY_WORDS.map((ready) => (
          <Button
            key={ready.text}
            size="compact-sm"
            disabledReason={reason}
            loading={say.isPending && say.variables.text === ready.text}
            onClick={() => say.mutate(ready)}
          >
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
            loading={say.isPending && say.variables.text === text.trim()}
            disabledReason={text.trim() === '' ? 'Write something first.' : reason}
            onClick={send}
          >
            Put it on the log
          </Button>
        </div>
      )}
      <NotDone error={say.error} />
    </div>
  )
}
