// What stands between the end of an incident and its close: what is still owed and by whom, the watch, and the one button at the end of it.
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { Time } from '../../ui/time.tsx'
import { EntryForm } from './protocol/entry-form.tsx'
import { wordsOf } from './protocol/entry-words.ts'
import { usePlace } from './protocol/place.ts'
import { useProtocol, useWhyNot, type Protocol } from './protocol/protocol.ts'
import classes from './protocol/protocol.module.css'
import type { IncidentView } from './view.ts'

export function Closing({ incident }: { incident: IncidentView }) {
  const { data: protocol } = useProtocol(incident)
  if (protocol === undefined) return <p className={`muted ${classes['over']}`}>It is over.</p>
  if (protocol.closedAt !== null)
    return (
      <p className={`muted ${classes['over']}`}>
        Closed <Time at={protocol.closedAt} />. If it happens again, it is an incident of its own.
      </p>
    )
  return (
    <section className={classes['closing']} aria-label="Before it is closed">
      <p className="muted">
        It is over.{' '}
        {protocol.watchedUntil === null ? (
          'The same alert within 30 minutes brings it back.'
        ) : (
          <>
            It is watched until <Time at={protocol.watchedUntil} />: what comes back until then is the same incident.
          </>
        )}
      </p>
      <Remaining protocol={protocol} />
      <Close incident={incident} protocol={protocol} />
    </section>
  )
}

/** As many as one reads before doing the first. */
const FIRST = 3

function Remaining({ protocol: { owed, blocksClose } }: { protocol: Protocol }) {
  const { go } = usePlace()
  const whyNot = useWhyNot()
  const [isWhole, setWhole] = useState(false)
  const blocking = owed.filter(({ key }) => blocksClose.includes(key))
  if (blocking.length === 0) return null
  const shown = isWhole ? blocking : blocking.slice(0, FIRST)
  return (
    <>
      <p className="strong">{blocking.length === 1 ? 'One thing stands' : `${blocking.length} things stand`} before it can be closed:</p>
      <ul className={classes['list']} aria-label="Before it can be closed">
        {shown.map(({ key, says, owner, dueAt }) => (
          <li key={key} className={classes['role']}>
            <span>
              {says}
              <br />
              <span className="muted small">
                {owner.who?.name ?? owner.roleName}, by <Time at={dueAt} />
              </span>
            </span>
            <Button
              size="compact-sm"
              disabledReason={whyNot}
              aria-label={`Answer it: ${says}`}
              onClick={() => go({ duty: key, form: 'done' })}
            >
              Answer it…
            </Button>
          </li>
        ))}
      </ul>
      {blocking.length > shown.length && (
        <Button size="compact-sm" variant="subtle" className={classes['rest']} onClick={() => setWhole(true)}>
          {blocking.length - shown.length} more
        </Button>
      )}
    </>
  )
}

function Close({ incident, protocol }: { incident: IncidentView; protocol: Protocol }) {
  const { opened, open, close } = usePanel('close')
  const reason = useWhyNot() ?? whyNotYet(protocol)
  return (
    <>
      <Button className={classes['close']} disabledReason={reason} onClick={open}>
        Close #{incident.number}…
      </Button>
      <Sheet opened={opened && reason === null} onClose={close} title="Close it?">
        <p>Nothing is owed any more. Afterwards the same alert opens an incident of its own.</p>
        <EntryForm
          incident={incident}
          roles={[]}
          type="incident.closed"
          fixed={{}}
          fields={wordsOf('incident.closed')?.fields ?? []}
          says="Close it"
          onDone={close}
        />
      </Sheet>
    </>
  )
}

function whyNotYet({ blocksClose, guardrails }: Protocol): string | null {
  const rule = guardrails.find(({ holds }) => holds.includes('incident.close'))
  if (rule !== undefined) return `${rule.says} ${rule.instead}`
  return blocksClose.length === 0 ? null : 'First what stands above: do it, or say why it is not needed.'
}
