// Before it is published: what a draft changes, which rehearsals would go otherwise, and what would have been owed in a real incident.
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useDoing } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { usePreview, type Preview as Previewed } from './check.ts'
import type { PackDraft } from './draft.ts'
import { Faults } from './faults.tsx'
import classes from './packs.module.css'

export function Preview({ draft, fixed }: { draft: PackDraft; fixed: string | null }) {
  const { incident = '' } = useSearch({ strict: false })
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(incident, 400)
  const query = usePreview(draft.text, asked)
  const withIncident = (typed: string) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, incident: typed === '' ? undefined : typed }),
      replace: true,
      resetScroll: false,
    })
  const told = query.data
  return (
    <>
      {told === undefined || told.ok ? null : <Faults checked={told} />}
      <Part title={told?.ok === true ? `What changes, against ${told.against}` : 'What changes'}>
        <Shown query={query} rows={3}>
          {({ changes }) => <Sentences of={changes} none="Nothing: it says what it said." />}
        </Shown>
      </Part>
      <Part title="Rehearsals">{told !== undefined && <Rehearsals of={told.rehearsals} />}</Part>
      <Part title="In an incident that happened">
        <div className={classes['form']}>
          <TextInput
            label="Incident"
            description="Its number: what would have been owed in it."
            size="md"
            inputMode="numeric"
            value={incident}
            onChange={(event) => withIncident(event.currentTarget.value.replace(/\D/g, ''))}
          />
        </div>
        {asked !== '' && <NotDone error={query.error} />}
        {told?.incident != null && <Owed of={told.incident} />}
      </Part>
      <Publish draft={draft} reason={fixed ?? notYet(draft, told)} />
    </>
  )
}

function notYet(draft: PackDraft, told: Previewed | undefined): string | null {
  if (!draft.dirty) return 'Nothing has been changed.'
  if (draft.overtaken) return 'Somebody has published a newer version. Discard your draft to see it.'
  return told?.ok === true ? null : 'Mend what is not right first.'
}

function Sentences({ of, none }: { of: readonly string[]; none: string }) {
  if (of.length === 0) return <p className="muted">{none}</p>
  return (
    <ul className={classes['plain']}>
      {of.map((says) => (
        <li key={says} className="foreign">
          {says}
        </li>
      ))}
    </ul>
  )
}

function Rehearsals({ of: { total, differ } }: { of: Previewed['rehearsals'] }) {
  if (total === 0) return <p className="muted">What is laid over no pack of the server has no scripted incidents here.</p>
  if (differ.length === 0) return <p className={classes['kept']}>✓ All {total} scripted incidents go as before.</p>
  return (
    <>
      <p>
        {differ.length} of {total} scripted incidents would go otherwise. Look whether that is what you mean.
      </p>
      {differ.map(({ name, says }) => (
        <details key={name} className={classes['more']}>
          <summary>{name.replace(/^(\[[A-Z]{2}-\d{2}\] ?)+/, '')}</summary>
          <Sentences of={says} none="" />
        </details>
      ))}
    </>
  )
}

function Owed({ of: { number, title, differ } }: { of: NonNullable<Previewed['incident']> }) {
  return (
    <section aria-label={`Incident ${number}`}>
      <h3>
        #{number} <span className="foreign">{title}</span>
      </h3>
      {differ.length === 0 && <p className="muted">The same would have been owed.</p>}
      <ul className={classes['plain']}>
        {differ.map(({ duty, was, is }) => (
          <li key={`${duty} ${was?.dueAt} ${is?.dueAt}`}>
            <span className="strong">{(is ?? was)?.says ?? duty}</span>{' '}
            <span className="muted">
              was <Standing of={was} />, would be <Standing of={is} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Standing({ of }: { of: { state: string; dueAt: string } | null }) {
  if (of === null) return <>not owed</>
  return (
    <>
      {of.state === 'due' ? 'due' : `${of.state}, due`} <Time at={of.dueAt} />
    </>
  )
}

function Publish({ draft, reason }: { draft: PackDraft; reason: string | null }) {
  const [note, setNote] = useState(draft.proposedBy === null ? '' : `From the ledger: ${draft.proposedBy}`)
  const publish = useDoing(
    (api) =>
      api.packs.publish({
        document: draft.text,
        after: draft.after,
        note: note.trim(),
        ...(draft.proposedBy !== null && { proposedBy: draft.proposedBy }),
      }),
    ['config'],
  )
  const go = () =>
    void publish.mutateAsync().then(
      () => draft.discard(),
      () => undefined,
    )
  return (
    <Part title="Publish">
      <div className={classes['form']}>
        <TextInput
          label="Why"
          description="Whoever reads the versions later sees it. New incidents go by it; those that are open keep theirs."
          size="md"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <NotDone error={publish.error} />
        <Button primary loading={publish.isPending} disabledReason={reason ?? (note.trim() === '' ? 'Say why.' : null)} onClick={go}>
          Publish
        </Button>
      </div>
    </Part>
  )
}
