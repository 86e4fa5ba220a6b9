// Somebody puts on a hat: I do, in one press, or somebody else does.
import { useState } from 'react'
import { PersonSelect } from '../../../parts/person-select.tsx'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { seenWith, useRecord, useWhyNot, useWhyNotMe, type Role } from './protocol.ts'
import classes from './protocol.module.css'

type Props = {
  incident: IncidentView
  role: string
  /** Who has it, as it is shown. */
  who: Role['who']
  /** The role is taken, or somebody who was asked is on it. */
  type?: 'role.taken' | 'ask.accepted'
  onDone: () => void
}

export function TakeRole({ incident, role, who, type = 'role.taken', onDone }: Props) {
  const [isOther, setOther] = useState(type === 'ask.accepted')
  const [person, setPerson] = useState<string | null>(null)
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  const whyNotMe = useWhyNotMe()
  const put = (slug?: string) => {
    const entry = { role, ...(slug !== undefined && { person: slug }) }
    record.mutate(type === 'role.taken' ? { type, ...entry, ...seenWith(who) } : { type, ...entry }, { onSuccess: onDone })
  }
  return (
    <div className={classes['form']}>
      <div className={classes['row']}>
        <Button
          primary={!isOther}
          disabledReason={whyNotMe}
          loading={record.isPending && record.variables.type === type && record.variables.person === undefined}
          onClick={() => put()}
        >
          {type === 'role.taken' ? 'I take it' : 'I am on it'}
        </Button>
        {!isOther && (
          <Button disabledReason={whyNot} onClick={() => setOther(true)}>
            Somebody else…
          </Button>
        )}
      </div>
      {isOther && (
        <>
          <PersonSelect label={type === 'role.taken' ? 'Who takes it' : 'Who is on it'} value={person} onChange={setPerson} />
          <Button
            primary
            disabledReason={whyNot ?? (person === null ? 'Choose a person first.' : null)}
            loading={record.isPending && record.variables.type === type && record.variables.person !== undefined}
            onClick={() => person !== null && put(person)}
          >
            {type === 'role.taken' ? 'They take it' : 'They are on it'}
          </Button>
        </>
      )}
      <NotDone error={record.error} />
    </div>
  )
}
