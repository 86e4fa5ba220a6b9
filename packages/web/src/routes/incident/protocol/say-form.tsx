// A sentence for the log that ends what is owed.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useDoing } from '../../../api/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { WordingHint } from '../calm/wording-hint.tsx'
import type { IncidentView } from '../view.ts'
import { useWhyNot } from './protocol.ts'
import classes from './protocol.module.css'

const KINDS = ['did', 'saw', 'decided', 'asked'] as const
type Kind = (typeof KINDS)[number]

const ASKS: Record<Kind, string> = {
  did: 'What you did, and why',
  saw: 'What you saw',
  decided: 'What is decided, and on what basis',
  asked: 'What you asked, and of whom',
}

export function SayForm({ incident, kind, onDone }: { incident: IncidentView; kind: unknown; onDone: () => void }) {
  const [text, setText] = useState('')
  const said = KINDS.find((one) => one === kind) ?? 'did'
  const say = useDoing((api, words: string) => api.incidents.say({ id: incident.id, kind: said, text: words }), ['incidents'])
  const reason = useWhyNot() ?? (text.trim() === '' ? 'Write something first.' : null)
  return (
    <form
      className={classes['form']}
      aria-label={ASKS[said]}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null) say.mutate(text.trim(), { onSuccess: onDone })
      }}
    >
      <Textarea
        label={ASKS[said]}
        autosize
        minRows={2}
        maxRows={10}
        size="md"
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <WordingHint incident={incident} text={text} />
      <Button primary type="submit" loading={say.isPending} disabledReason={reason}>
        Say it on the log
      </Button>
      <NotDone error={say.error} />
    </form>
  )
}
