// The organisation itself: its name, who keeps its configuration, and another one beside it.
import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMembership, useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { slugFor, useDocument, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { OwnBridge } from './bridge.tsx'
import { OwnHours } from './hours.tsx'
import { Managed } from './managed.tsx'
import classes from './settings.module.css'

export function Organisation() {
  const document = useDocument()
  return (
    <Shown query={document} rows={2}>
      {(stored) => (
        <>
          <Part title="Organisation">
            <Name document={stored} />
          </Part>
          <Part title="Working hours">
            <OwnHours document={stored} />
          </Part>
          <Part title="Bridge call">
            <OwnBridge document={stored} />
          </Part>
          <Part title="Where its configuration is kept">
            <Managed document={stored} />
          </Part>
          <Part title="Another organisation">
            <Another />
          </Part>
        </>
      )}
    </Shown>
  )
}

function Name({ document }: { document: Document }) {
  const membership = useMembership()
  const reason = useEditReason(document)
  const edit = useEdit()
  const queries = useQueryClient()
  const draft = useDraft(document.organisation?.name ?? membership?.name ?? '')
  const save = async () => {
    await edit.mutateAsync({
      put: { organisation: { name: draft.value.trim() } },
      was: { organisation: { name: draft.was } },
    })
    draft.discard()
    await queries.invalidateQueries({ queryKey: ['', 'account', 'me'] })
  }
  return (
    <>
      <div className={classes['form']}>
        <TextInput
          label="Name"
          description={reason ?? `Its address stays /o/${membership?.slug ?? ''}`}
          size="md"
          maxLength={120}
          readOnly={reason !== null}
          value={draft.value}
          onChange={(event) => draft.set(event.currentTarget.value)}
        />
      </div>
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>It will be called {draft.value.trim()}.</p>}
        save={() => void save().catch(() => undefined)}
        discard={draft.discard}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={draft.value.trim() === '' ? 'Give it a name.' : reason}
      />
    </>
  )
}

function Another() {
  const reason = useRoleReason('administrator')
  const [name, setName] = useState('')
  const queries = useQueryClient()
  const create = useDoing((api) => api.organisations.create({ slug: slugFor(name, []), name }), ['account'])
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        create
          .mutateAsync()
          .then(() => queries.invalidateQueries({ queryKey: ['', 'account', 'me'] }))
          .catch(() => undefined)
      }}
    >
      <p className="muted">It has its own people, services and members, and sees nothing of this one. You become its administrator.</p>
      <TextInput
        label="Its name"
        description={name.trim() === '' ? 'Its address is made from it.' : `Its address: /o/${slugFor(name, [])}`}
        size="md"
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NotDone error={create.error} />
      <div role="status">
        {create.data !== undefined && (
          <Link to="/o/$org/welcome" params={{ org: create.data.slug }}>
            Go to {create.data.name}
          </Link>
        )}
      </div>
      <Button type="submit" loading={create.isPending} disabledReason={reason}>
        Make it
      </Button>
    </form>
  )
}
