// What a service is, to change: saved as one, refused when somebody saved something newer meanwhile.
import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { faultsInside, managedReason, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { StandingAlone } from './standing-alone.tsx'
import classes from './services.module.css'

export type ServiceDocument = Document['services'][number]
type Grouping = ServiceDocument['grouping']

export function ServiceForm({ stored, document }: { stored: ServiceDocument; document: Document }) {
  const fixed = useEditReason(document)
  const managed = managedReason(document)
  const draft = useDraft(stored)
  const edit = useEdit()
  const faults = faultsInside(edit.error)
  const { value } = draft
  const put = (change: Partial<ServiceDocument>) => draft.set({ ...value, ...change })
  const isOff = fixed !== null
  return (
    <div className={classes['form']}>
      {fixed !== null && <p className="muted">{managed ?? fixed}</p>}
      <TextInput
        label="Name"
        size="md"
        maxLength={120}
        readOnly={isOff}
        value={value.name}
        error={faults.get('name') ?? (value.name.trim() === '' ? 'Give it a name.' : undefined)}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <Select
        label="Policy"
        description="Who is woken for it, and in which order."
        size="md"
        searchable
        limit={100}
        allowDeselect={false}
        readOnly={isOff}
        value={value.policy}
        error={faults.get('policy')}
        data={document.policies.map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={(policy) => policy !== null && put({ policy })}
      />
      <Switch
        label="On the critical path"
        description="Payments, login, the production database: a failure here is a crisis."
        disabled={isOff}
        checked={value.criticalPath}
        onChange={(event) => put({ criticalPath: event.currentTarget.checked })}
      />
      <GroupingFields grouping={value.grouping} isOff={isOff} faults={faults} set={(grouping) => put({ grouping })} />
      <Textarea
        label="First thing to do"
        description="One or two sentences; they are part of every page."
        size="md"
        autosize
        minRows={2}
        maxLength={500}
        readOnly={isOff}
        value={value.whatToDo ?? ''}
        error={faults.get('whatToDo')}
        onChange={({ currentTarget: { value: text } }) => put({ whatToDo: text === '' ? null : text })}
      />
      <RunbookFields value={value.runbook} put={(runbook) => put({ runbook })} isOff={isOff} error={faults.get('runbook.url')} />
      <MultiSelect
        label="Depends on"
        description="Services without which this one fails."
        size="md"
        searchable
        limit={100}
        maxValues={100}
        readOnly={isOff}
        value={value.dependsOn}
        error={faults.get('dependsOn')}
        data={document.services.filter(({ slug }) => slug !== value.slug).map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={(dependsOn) => put({ dependsOn })}
      />
      <StandingAlone value={value} put={put} isOff={isOff} faults={faults} />
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>{changesWords(draft.was, value, document)}</p>}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={fixed ?? (value.name.trim() === '' ? 'Give it a name first.' : null)}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        save={() => edit.mutate({ put: { services: [value] }, was: { services: [draft.was] } }, { onSuccess: draft.discard })}
      />
    </div>
  )
}

const WAYS = {
  service: 'All alerts of this service',
  labels: 'Alerts that share labels',
  key: 'Nothing: each key is its own incident',
} as const
const WINDOW_MINUTES = 5

type GroupingProps = { grouping: Grouping; isOff: boolean; faults: ReadonlyMap<string, string>; set: (grouping: Grouping) => void }

function GroupingFields({ grouping, isOff, faults, set }: GroupingProps) {
  const choose = (by: string | null) => {
    const windowMinutes = grouping.by === 'key' ? WINDOW_MINUTES : grouping.windowMinutes
    if (by === 'key') set({ by })
    if (by === 'service') set({ by, windowMinutes })
    if (by === 'labels') set({ by, windowMinutes, labels: [] })
  }
  return (
    <div className={classes['grouping']}>
      <Select
        label="What belongs together"
        size="md"
        allowDeselect={false}
        readOnly={isOff}
        value={grouping.by}
        data={Object.entries(WAYS).map(([value, label]) => ({ value, label }))}
        onChange={choose}
      />
      {grouping.by !== 'key' && (
        <NumberInput
          label="When within"
          suffix=" minutes"
          size="md"
          min={0}
          max={1440}
          readOnly={isOff}
          value={grouping.windowMinutes}
          error={faults.get('grouping.windowMinutes')}
          onChange={(windowMinutes) => typeof windowMinutes === 'number' && set({ ...grouping, windowMinutes })}
        />
      )}
      {grouping.by === 'labels' && (
        <TagsInput
          label="Labels"
          description="Press Enter after each."
          size="md"
          maxTags={10}
          readOnly={isOff}
          value={grouping.labels}
          error={faults.get('grouping.labels') ?? (grouping.labels.length === 0 ? 'Name at least one label.' : undefined)}
          onChange={(labels) => set({ ...grouping, labels })}
        />
      )}
    </div>
  )
}

type RunbookProps = {
  value: ServiceDocument['runbook']
  put: (runbook: ServiceDocument['runbook']) => void
  isOff: boolean
  error: string | undefined
}

/** Without an address there is no runbook, and nothing to say of it. */
function RunbookFields({ value, put, isOff, error }: RunbookProps) {
  const known = value ?? null
  return (
    <>
      <TextInput
        label="Runbook"
        description="The page to follow when it fails. It decides who may go on alone."
        placeholder="https://wiki.example.org/checkout"
        type="url"
        size="md"
        readOnly={isOff}
        value={known?.url ?? ''}
        error={error}
        onChange={({ currentTarget: { value: url } }) =>
          put(url === '' ? null : { url, complete: known?.complete ?? false, highRisk: known?.highRisk ?? false })
        }
      />
      {known !== null && (
        <>
          <Switch
            size="md"
            label="It is complete: each step says what to expect and how to undo it, and was proven lately"
            disabled={isOff}
            checked={known.complete}
            onChange={({ currentTarget: { checked: complete } }) => put({ ...known, complete })}
          />
          <Switch
            size="md"
            label="It is risky: a step cannot be undone, so somebody has to approve it first"
            disabled={isOff}
            checked={known.highRisk}
            onChange={({ currentTarget: { checked: highRisk } }) => put({ ...known, highRisk })}
          />
        </>
      )}
    </>
  )
}

const WORDS: Partial<Record<keyof ServiceDocument, string>> = {
  name: 'its name',
  policy: 'who is woken',
  criticalPath: 'whether it is on the critical path',
  grouping: 'what belongs together',
  whatToDo: 'the first thing to do',
  runbook: 'its runbook',
  dependsOn: 'what it depends on',
  external: 'who runs it',
  fallback: 'what takes over',
  hours: 'the hours of its team',
}

function changesWords(was: ServiceDocument, now: ServiceDocument, document: Document): string {
  const changed = (Object.keys(WORDS) as (keyof ServiceDocument)[]).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key]))
  const policy = document.policies.find(({ slug }) => slug === now.policy)?.name ?? now.policy
  const words = changed.map((key) => WORDS[key]).join(', ')
  return `Changes ${words}.${was.policy === now.policy ? '' : ` ${policy} wakes for it from the next page on; pages under way keep their ladder.`}`
}
