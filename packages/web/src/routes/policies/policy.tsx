// A policy: its ladder drawn in time is the form, and who would be woken stands beside it.
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useParams } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { faultsInside, managedReason, useDocument, useEdit, useEditReason, type Document, type PolicyDocument } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { targetName } from '../../parts/target-select.tsx'
import { useWouldWake } from '../../parts/would-wake.ts'
import { Screen } from '../../ui/screen.tsx'
import { Empty, NotDone, Shown } from '../../ui/states.tsx'
import { Calls } from './calls.tsx'
import { policyChanges } from './changes.ts'
import { LadderEditor } from './ladder-editor.tsx'
import { Moment, useMoment } from './moment.tsx'
import classes from './policies.module.css'
import { RemovePolicy } from './remove.tsx'
import { WouldWakeWords } from './would-wake-words.tsx'

export function Policy() {
  const org = useOrg()
  const { policy: slug } = useParams({ strict: false })
  const query = useDocument()
  const stored = query.data?.policies.find((one) => one.slug === slug)
  if (query.data !== undefined && stored === undefined)
    return (
      <Screen title="No such policy">
        <Empty
          title="It was removed, or the address is wrong."
          action={
            <Link to="/o/$org/policies" params={{ org }}>
              All policies
            </Link>
          }
        />
      </Screen>
    )
  return (
    <Screen
      title={stored?.name ?? 'Policy'}
      wide
      intro={query.data !== undefined && stored !== undefined && <Intro document={query.data} policy={stored} />}
      actions={query.data !== undefined && stored !== undefined && <RemovePolicy policy={stored} document={query.data} />}
    >
      <Shown query={query} rows={4}>
        {(document) => stored !== undefined && <Editor key={stored.slug} stored={stored} document={document} />}
      </Shown>
    </Screen>
  )
}

function Intro({ document, policy }: { document: Document; policy: PolicyDocument }) {
  const org = useOrg()
  const services = document.services.filter((one) => one.policy === policy.slug)
  const managed = managedReason(document)
  return (
    <>
      {services.length === 0 ? 'No service uses it yet.' : 'Used by '}
      {services.slice(0, 6).map(({ slug, name }, index) => (
        <span key={slug}>
          {index > 0 && ', '}
          <Link to="/o/$org/services/$service" params={{ org, service: slug }}>
            {name}
          </Link>
        </span>
      ))}
      {services.length > 6 && ` and ${services.length - 6} others`}
      {managed !== null && <p>{managed}</p>}
    </>
  )
}

const SETTLE_MS = 250

function Editor({ stored, document }: { stored: PolicyDocument; document: Document }) {
  const fixed = useEditReason(document)
  const draft = useDraft(stored)
  const [asked] = useDebouncedValue(draft.value, SETTLE_MS)
  const [at, setAt] = useMoment()
  const would = useWouldWake(asked, at)
  const edit = useEdit()
  const faults = faultsInside(edit.error)
  const titleOf = (target: Parameters<typeof targetName>[0]) => targetName(target, document)
  return (
    <div className={classes['editor']}>
      <section className={classes['asking']} aria-label="Who would be woken">
        <Moment at={at} set={setAt} />
        <div aria-live="polite">
          {would.data !== undefined && <WouldWakeWords would={would.data} at={at} policy={asked} />}
          <NotDone error={would.error} />
        </div>
      </section>
      <TextInput
        label="Name"
        size="md"
        className={classes['name']}
        value={draft.value.name}
        disabled={fixed !== null}
        error={faults.get('name') ?? (draft.value.name.trim() === '' ? 'Give it a name.' : undefined)}
        onChange={(event) => draft.set({ ...draft.value, name: event.currentTarget.value })}
      />
      <LadderEditor policy={draft.value} set={draft.set} would={would.data} titleOf={titleOf} fixed={fixed} faults={faults} />
      <Calls calls={draft.value.calls} fixed={fixed} set={(calls) => draft.set({ ...draft.value, calls })} />
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={
          <>
            <p>{policyChanges(draft.was, draft.value, titleOf).join(' ') || 'The order of the rungs changes.'}</p>
            <p className="muted small">Pages already under way keep the ladder they started with.</p>
          </>
        }
        saving={edit.isPending}
        error={edit.error}
        disabledReason={fixed}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        save={() => edit.mutate({ put: { policies: [draft.value] }, was: { policies: [draft.was] } }, { onSuccess: draft.discard })}
      />
    </div>
  )
}
