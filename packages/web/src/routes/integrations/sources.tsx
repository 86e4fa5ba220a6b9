// Where readings come from: each source with its address, to connect, to change and to try.
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { faultsInside, slugFor, useDocument, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import classes from './integrations.module.css'

type SourceDocument = Document['sources'][number]

const NEW = 'new'

const TRUST = [
  { value: 'high', label: 'Trusted' },
  { value: 'medium', label: 'In part' },
  { value: 'low', label: 'Unreliable' },
] as const

export function Sources() {
  const query = useDocument()
  return (
    <Part title="Sources of readings">
      <p className="muted">
        Key indicators of your services are read from here while an incident is open. Nothing is sent there but their queries.
      </p>
      <Shown query={query} rows={2}>
        {(document) => <List document={document} />}
      </Shown>
    </Part>
  )
}

function List({ document }: { document: Document }) {
  const { at, open, close } = usePanelOf('source')
  const fixed = useEditReason(document)
  const shown = document.sources.find(({ slug }) => slug === at)
  return (
    <>
      <ul className={classes['sources']}>
        {document.sources.map((source) => (
          <li key={source.slug}>
            <span>
              <span className="strong foreign">{source.name}</span>
              <br />
              <span className="muted small foreign">{source.url}</span>
            </span>
            <span className={classes['tries']}>
              <Check source={source} />
              <Button size="compact-sm" aria-label={`Edit: ${source.name}`} onClick={() => open(source.slug)}>
                Edit…
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Button onClick={() => open(NEW)} disabledReason={fixed}>
        Connect Prometheus…
      </Button>
      <Sheet opened={at === NEW || shown !== undefined} onClose={close} title={shown === undefined ? 'Connect Prometheus' : shown.name}>
        <SourceForm key={at} document={document} stored={shown ?? null} close={close} />
      </Sheet>
    </>
  )
}

/** Every Prometheus answers this, whatever it watches. */
const ANY_QUERY = 'vector(1)'

function Check({ source: { slug, name } }: { source: SourceDocument }) {
  const role = useRoleReason('lead')
  const ask = useDoing((api) => api.sources.tryQuery({ source: slug, query: ANY_QUERY }), [])
  return (
    <>
      <Button
        size="compact-sm"
        aria-label={`Try it now: ${name}`}
        loading={ask.isPending}
        disabledReason={role}
        onClick={() => ask.mutate()}
      >
        Try it now
      </Button>
      <div role="status" className={classes['says']}>
        {ask.data !== undefined && <p className="foreign">{ask.data.result === 'value' ? '● It answers.' : `✕ ${ask.data.says}`}</p>}
        <NotDone error={ask.error} />
      </div>
    </>
  )
}

function SourceForm({ document, stored, close }: { document: Document; stored: SourceDocument | null; close: () => void }) {
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [value, setValue] = useState<SourceDocument>(
    stored ?? { slug: '', kind: 'prometheus', name: 'Prometheus', url: '', lagMinutes: null, trust: 'high' },
  )
  const [token, setToken] = useState('')
  const faults = faultsInside(edit.error)
  const usedBy = document.services.filter(({ indicators }) =>
    indicators.some(({ from }) => from?.source === stored?.slug && stored !== null),
  )
  const whyNot = fixed ?? (value.name.trim() === '' ? 'Give it a name first.' : value.url.trim() === '' ? 'Write its address first.' : null)
  const was = { sources: stored === null ? [] : [stored] }
  const written = { ...value, slug: stored?.slug ?? slugFor(value.name, document.sources), ...(token !== '' && { token }) }
  return (
    <form
      className={classes['form']}
      aria-label="A source of readings"
      onSubmit={(event) => {
        event.preventDefault()
        if (whyNot === null) edit.mutate({ put: { sources: [written] }, was }, { onSuccess: close })
      }}
    >
      <TextInput
        label="Name"
        size="md"
        maxLength={120}
        value={value.name}
        error={faults.get('name')}
        onChange={(event) => setValue({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label="Address"
        description="Where its own pages are. An address inside your network has to be named in MUSTER_ALLOW_OUTBOUND first."
        placeholder="https://prometheus.example.org"
        type="url"
        size="md"
        maxLength={500}
        value={value.url}
        error={faults.get('url')}
        onChange={(event) => setValue({ ...value, url: event.currentTarget.value })}
      />
      <SecretInput
        label="Token (optional)"
        description={
          stored === null
            ? 'Sent with every question, if it asks for one. Kept sealed, and never shown again.'
            : 'Left empty, the one that is stored stays; an address on another server forgets it.'
        }
        required={false}
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <TextInput
        label="Minutes behind (optional)"
        description="How old what it says usually is. Where sources disagree, people see it beside what it says."
        type="number"
        inputMode="numeric"
        min={0}
        max={1440}
        size="md"
        value={value.lagMinutes ?? ''}
        error={faults.get('lagMinutes')}
        onChange={(event) =>
          setValue({ ...value, lagMinutes: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })
        }
      />
      <NativeSelect
        label="How far it is believed"
        description="Until somebody says otherwise in an incident."
        size="md"
        data={TRUST}
        value={value.trust}
        onChange={(event) => setValue({ ...value, trust: TRUST.find((one) => one.value === event.currentTarget.value)?.value ?? 'high' })}
      />
      <Button primary type="submit" loading={edit.isPending} disabledReason={whyNot}>
        Save it
      </Button>
      {stored !== null && (
        <Button
          loading={edit.isPending}
          disabledReason={
            fixed ?? (usedBy.length === 0 ? null : `${usedBy.map(({ name }) => name).join(', ')} is read from it. Change that first.`)
          }
          onClick={() => edit.mutate({ remove: { sources: [stored.slug] }, was }, { onSuccess: close })}
        >
          Remove it
        </Button>
      )}
      <NotDone error={edit.error} />
    </form>
  )
}
