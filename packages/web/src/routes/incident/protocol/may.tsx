// What may be done safely, and by whom: for what is not mine the way out, with the words ready and what to try meanwhile.
import { Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../../api/client.ts'
import { reading, useDoing, useOrg } from '../../../api/use-api.ts'
import { namesOf } from '../../../parts/standing.tsx'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { useWhyNot } from './protocol.ts'
import classes from './protocol.module.css'

type Limit = Awaited<ReturnType<Api['incidents']['limits']>>['items'][number]

const ASK_MINUTES = 10
const GUARDED = {
  A: 'Safe, and can be undone.',
  B: 'Guarded: say it first, with the undo ready.',
  C: 'Only for those who hold it.',
} as const

export function May({ incident }: { incident: IncidentView }) {
  const { panel, shut } = usePlace()
  return (
    <Sheet opened={panel === 'may'} onClose={shut} title="May I do that?">
      <Limits incident={incident} close={shut} />
    </Sheet>
  )
}

function Limits({ incident, close }: { incident: IncidentView; close: () => void }) {
  const org = useOrg()
  const query = useQuery(reading(org, ['incidents', String(incident.number), 'limits'], (api) => api.incidents.limits({ id: incident.id })))
  const [words, setWords] = useState('')
  return (
    <>
      <p className={`muted ${classes['lead']}`}>By the roles you have here. What is not yours has an owner who is a press away.</p>
      <TextInput
        data-autofocus
        aria-label="Find what to do"
        placeholder="Find: restart, cache, flag, key…"
        size="md"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Shown query={query} rows={6}>
        {({ items }) => <Found items={found(items, words)} incident={incident} close={close} />}
      </Shown>
    </>
  )
}

function found(items: readonly Limit[], words: string): Limit[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/)
  return items.filter(({ id, name, holder }) => {
    const said = `${id} ${name} ${holder.name}`.toLocaleLowerCase()
    return wanted.every((word) => said.includes(word))
  })
}

type FoundProps = { items: readonly Limit[]; incident: IncidentView; close: () => void }

function Found({ items, incident, close }: FoundProps) {
  const [mine, others] = [items.filter(({ may }) => may), items.filter(({ may }) => !may)]
  if (items.length === 0) return <p>Nothing here says that. Ask before you do what is not written down.</p>
  return (
    <>
      {mine.length > 0 && (
        <section aria-label="You may" className={classes['family']}>
          <h2>You may</h2>
          <ul className={classes['list']}>
            {mine.map(({ id, name, class: guarded }) => (
              <li key={id}>
                <p>
                  <span aria-hidden="true">✓</span> {name}
                </p>
                <p className="muted small">{GUARDED[guarded]}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section aria-label="You may not, and these may" className={classes['family']}>
          <h2>You may not, and these may</h2>
          <ul className={classes['list']}>
            {others.map((limit) => (
              <NotMine key={limit.id} limit={limit} incident={incident} close={close} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

type NotMineProps = { limit: Limit; incident: IncidentView; close: () => void }

function NotMine({ limit, incident, close }: NotMineProps) {
  const { id, name, holder, message, instead } = limit
  const [isAsking, setAsking] = useState(false)
  const [written, setWritten] = useState(message)
  const whyNot = useWhyNot()
  const ask = useDoing(
    async (api, text: string) => {
      await api.incidents.record({ id: incident.id, entry: { type: 'permission.refused', action: id, text: name } })
      return api.incidents.record({ id: incident.id, entry: { type: 'ask.sent', role: holder.role, text, minutes: ASK_MINUTES } })
    },
    ['incidents'],
  )
  const who = holder.people.length === 0 ? holder.name : `${namesOf(holder.people)} (${holder.name})`
  return (
    <li>
      <div className={classes['role']}>
        <span>
          <span aria-hidden="true">✕</span> {name}
          <br />
          <span className="muted small">{holder.people.length === 0 ? `${holder.name}: nobody is on call for it.` : who}</span>
        </span>
        <Button
          size="compact-sm"
          className={classes['end']}
          aria-expanded={isAsking}
          aria-label={`Ask for it: ${name}`}
          disabledReason={whyNot}
          onClick={() => setAsking(!isAsking)}
        >
          Ask…
        </Button>
      </div>
      {isAsking && (
        <form
          className={classes['form']}
          aria-label={`Ask for it: ${name}`}
          onSubmit={(event) => {
            event.preventDefault()
            ask.mutate(written.trim(), {
              onSuccess: () => {
                toast(`${who} is asked, and has ${ASK_MINUTES} minutes. Meanwhile: ${instead[0] ?? 'look for another way'}.`)
                close()
              },
            })
          }}
        >
          <Textarea
            label="What they read"
            autosize
            minRows={3}
            maxRows={10}
            size="md"
            maxLength={2000}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
          {instead.length > 0 && (
            <div>
              <p className={classes['label']}>Meanwhile you can try</p>
              <ul>
                {instead.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </div>
          )}
          <Button
            primary
            type="submit"
            loading={ask.isPending}
            disabledReason={written.trim() === '' ? 'Write what you need first.' : null}
          >
            Ask, and give them {ASK_MINUTES} minutes
          </Button>
          <NotDone error={ask.error} />
        </form>
      )}
    </li>
  )
}
