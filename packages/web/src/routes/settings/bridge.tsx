// The bridge of the organisation: a meeting room that stands on the log of every grave incident, without anybody having to look for it.
import { Checkbox, Switch, TextInput } from '@mantine/core'
import { bridgeUrl, type Bridge } from '@muster/core/incident/bridge.ts'
import { RESPONSE_CLASSES, SHAPES, type ResponseClass } from '@muster/core/vocabulary.ts'
import { faultsInside, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import classes from './settings.module.css'

const CLASS_WORDS: Readonly<Record<ResponseClass, string>> = {
  crisis: 'Crisis',
  major: 'Major',
  standard: 'Standard',
  'business-hours': 'Business hours',
}

const NEW: Bridge = { url: '', classes: ['crisis', 'major'] }

export function OwnBridge({ document }: { document: Document }) {
  const reason = useEditReason(document)
  const edit = useEdit()
  const stored = document.organisation
  const draft = useDraft<Bridge | null>(stored?.bridge ?? null)
  const name = stored?.name
  const put = (bridge: Bridge | null) => {
    // What was wrong with it was wrong with what it said before.
    if (edit.isError) edit.reset()
    draft.set(bridge)
  }
  const save = () => {
    if (name === undefined) return
    edit.mutate(
      { put: { organisation: { name, bridge: toSend(draft.value) } }, was: { organisation: { name, bridge: toSend(draft.was) } } },
      { onSuccess: draft.discard },
    )
  }
  return (
    <>
      <div className={classes['form']}>
        <Switch
          label="A bridge call opens by itself"
          description={reason ?? 'Its address stands on the log the moment a grave incident opens, or becomes grave. A test has none.'}
          checked={draft.value !== null}
          disabled={reason !== null}
          onChange={(event) => put(event.currentTarget.checked ? (draft.was ?? NEW) : null)}
        />
        {draft.value !== null && <Fields bridge={draft.value} put={put} isOff={reason !== null} faults={faultsInside(edit.error)} />}
      </div>
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>{meaning(draft.value)}</p>}
        save={save}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={reason ?? whyNotYet(draft.value)}
      />
    </>
  )
}

const toSend = (bridge: Bridge | null) => (bridge === null ? null : { url: bridge.url.trim(), classes: [...bridge.classes] })

type FieldsProps = { bridge: Bridge; put: (bridge: Bridge) => void; isOff: boolean; faults: ReadonlyMap<string, string> }

function Fields({ bridge, put, isOff, faults }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Address of the meeting room"
        description="With {number} in it, each incident has a room of its own"
        placeholder="https://meet.example.org/incident-{number}"
        size="md"
        type="url"
        maxLength={1000}
        value={bridge.url}
        readOnly={isOff}
        error={faults.get('put.organisation.bridge.url')}
        onChange={(event) => put({ ...bridge, url: event.currentTarget.value })}
      />
      <Checkbox.Group
        label="It opens for"
        value={[...bridge.classes]}
        onChange={(chosen) => put({ ...bridge, classes: RESPONSE_CLASSES.filter((one) => chosen.includes(one)) })}
      >
        <div className={classes['choices']}>
          {RESPONSE_CLASSES.map((one) => (
            <Checkbox
              key={one}
              value={one}
              size="md"
              label={`${SHAPES[one]} ${CLASS_WORDS[one]}`}
              aria-label={CLASS_WORDS[one]}
              disabled={isOff}
            />
          ))}
        </div>
      </Checkbox.Group>
    </>
  )
}

function meaning(bridge: Bridge | null): string {
  if (bridge === null) return 'From now on people open a bridge themselves, and add its address as a link.'
  const named = bridge.classes.map((one) => CLASS_WORDS[one].toLowerCase()).join(', ')
  return `Incidents answered as ${named} have it from now on. That of #12 would be ${bridgeUrl(bridge.url.trim(), 12)}.`
}

function whyNotYet(bridge: Bridge | null): string | null {
  if (bridge === null) return null
  if (bridge.url.trim() === '') return 'Give the address of the meeting room.'
  return bridge.classes.length === 0 ? 'Say what it opens for, or switch it off.' : null
}
