// The actions that need an answer first: for how long, to whom, really.
import { Modal, Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useDoing } from '../../api/use-api.ts'
import { choicesOf, useNames } from '../../parts/names.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { toast } from '../../shell/toast-list.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './incident.module.css'
import { useProtocol, type Protocol } from './protocol/protocol.ts'
import type { IncidentView } from './view.ts'

type Props = { incident: IncidentView; opened: boolean; close: () => void }

const SNOOZES = [
  [15, '15 minutes'],
  [30, '30 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [480, '8 hours'],
] as const

export function Snooze({ incident, opened, close }: Props) {
  const snooze = useDoing((api, minutes: number) => api.incidents.snooze({ id: incident.id, minutes }), ['incidents'])
  return (
    <Modal opened={opened} onClose={close} title="Quiet for how long?">
      <p className="muted">
        Nobody is called until then. Afterwards the ladder starts again from its first rung, unless the incident is resolved.
      </p>
      <div className={classes['choices']}>
        {SNOOZES.map(([minutes, words]) => (
          <Button
            key={minutes}
            fullWidth
            loading={snooze.isPending && snooze.variables === minutes}
            onClick={() => snooze.mutate(minutes, { onSuccess: close })}
          >
            {words}
          </Button>
        ))}
      </div>
      <NotDone error={snooze.error} />
    </Modal>
  )
}

export function Resolve({ incident, opened, close }: Props) {
  const resolve = useDoing((api) => api.incidents.resolve({ id: incident.id }), ['incidents', 'alerts'])
  const { openAlerts } = incident
  const { data: protocol } = useProtocol(incident)
  const blocking = protocol?.blocksResolve.length ?? 0
  return (
    <Modal opened={opened} onClose={close} title="Resolve by hand?">
      <p>
        {openAlerts === 0
          ? 'No alert is firing any more.'
          : `${openAlerts} ${openAlerts === 1 ? 'alert is' : 'alerts are'} still firing. Resolving closes them here; if the monitor sends one again within 30 minutes, this incident comes back one rung further up.`}
      </p>
      {protocol !== undefined && <StillOwed protocol={protocol} />}
      <div className={classes['choices']}>
        <Button primary fullWidth loading={resolve.isPending} onClick={() => resolve.mutate(undefined, { onSuccess: close })}>
          Resolve #{incident.number}
          {blocking > 0 && ' all the same'}
        </Button>
        <Button fullWidth onClick={close}>
          Keep it open
        </Button>
      </div>
      <NotDone error={resolve.error} />
    </Modal>
  )
}

/** What should be done before it ends, with who owes it; and who decides that it ends. */
function StillOwed({ protocol: { owed, blocksResolve, roles } }: { protocol: Protocol }) {
  const blocking = owed.filter(({ key }) => blocksResolve.includes(key))
  const commander = roles.find(({ id, who, isMine }) => id === 'commander' && who !== null && !isMine)?.who
  return (
    <>
      {commander !== undefined && commander !== null && <p>{commander.name} is in command, and says when it is over.</p>}
      {blocking.length > 0 && (
        <>
          <p className={`strong ${classes['still-owed']}`}>Still owed before it ends:</p>
          <ul aria-label="Still owed before it ends">
            {blocking.map(({ key, says, owner }) => (
              <li key={key}>
                {says} <span className="muted">{owner.who?.name ?? owner.roleName}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

export function AddResponder({ incident, opened, close }: Props) {
  const [person, setPerson] = useState<string | null>(null)
  const add = useDoing((api, slug: string) => api.incidents.addResponder({ id: incident.id, person: slug }), ['incidents'])
  return (
    <Picking title="Call whom in?" opened={opened} close={close} error={add.error}>
      <p className="muted">They are called now, by all their contacts. The incident stays with whoever has it.</p>
      <PersonSelect label="Person" value={person} onChange={setPerson} />
      <Button
        primary
        fullWidth
        loading={add.isPending}
        disabledReason={person === null ? 'Choose a person first.' : null}
        onClick={() => person !== null && add.mutate(person, { onSuccess: close })}
      >
        Call them
      </Button>
    </Picking>
  )
}

export function Reassign({ incident, opened, close }: Props) {
  const [to, setTo] = useState<{ policy?: string; person?: string }>({})
  const { data: names } = useNames({ enabled: opened })
  const reassign = useDoing((api) => api.incidents.reassign({ id: incident.id, ...to }), ['incidents'])
  const chosen = to.policy ?? to.person
  return (
    <Picking title="Give it to whom?" opened={opened} close={close} error={reassign.error}>
      <p className="muted">The ladder that runs now stops, and the other one starts at its first rung.</p>
      <Select
        label="Another ladder"
        searchable
        clearable
        value={to.policy ?? null}
        limit={100}
        data={choicesOf(names?.policies)}
        onChange={(policy) => setTo(policy === null ? {} : { policy })}
      />
      <PersonSelect label="Or one person" value={to.person ?? null} onChange={(person) => setTo(person === null ? {} : { person })} />
      <Button
        primary
        fullWidth
        loading={reassign.isPending}
        disabledReason={chosen === undefined ? 'Choose a ladder or a person first.' : null}
        onClick={() =>
          reassign.mutate(undefined, {
            onSuccess: () => {
              toast('Given away; the new ladder has started.')
              close()
            },
          })
        }
      >
        Give it away
      </Button>
    </Picking>
  )
}

function Picking({
  title,
  opened,
  close,
  error,
  children,
}: {
  title: string
  opened: boolean
  close: () => void
  error: unknown
  children: ReactNode
}) {
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <div className={classes['choices']}>{children}</div>
      <NotDone error={error} />
    </Modal>
  )
}
