// One person: on call now and next, what will ring them and what cannot, and in which order it is tried.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading, useOrg } from '../../api/use-api.ts'
import { useDocument, useEditReason } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { usePanel } from '../../ui/panel.ts'
import { Part, Screen } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/times.ts'
import { Contacts } from './contacts.tsx'
import { EditPerson } from './person-form.tsx'
import classes from './people.module.css'
import { RulesPicture } from './rules-picture.tsx'
import { Standing } from './standing.tsx'
import type { PersonView } from './view.ts'

export function Person() {
  const org = useOrg()
  const { person: slug = '' } = useParams({ strict: false })
  const query = useQuery(reading(org, ['config', 'people', slug], (api) => api.people.show({ person: slug })))
  const document = useDocument()
  const fixed = useEditReason(document.data)
  const editing = usePanel('change')
  const stored = document.data?.people.find((one) => one.slug === slug)
  return (
    <Screen
      title={query.data?.name ?? 'Person'}
      intro={query.data !== undefined && <Intro person={query.data} />}
      actions={
        <Button onClick={editing.open} disabledReason={fixed}>
          Change
        </Button>
      }
    >
      <Shown query={query} rows={4}>
        {(person) => <About person={person} />}
      </Shown>
      {editing.opened && fixed === null && stored !== undefined && <EditPerson key={stored.slug} person={stored} close={editing.close} />}
    </Screen>
  )
}

function Intro({ person }: { person: PersonView }) {
  const now = useNow()
  const { email, timeZone, member } = person
  return (
    <p>
      {email !== null && <>{email} · </>}
      {clockTime(now, { now, timeZone })} now in {timeZone} · {member === null ? 'does not sign in here' : `signs in as ${member.role}`}
    </p>
  )
}

function About({ person }: { person: PersonView }) {
  return (
    <>
      {person.disabled && <p>Switched off: never woken, in no schedule.</p>}
      <Part title="On call">
        <Standing person={person} />
      </Part>
      <Part title="What rings">
        <ul className={classes['reach']}>
          {person.reach.says.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Part>
      <Part title="Contacts">
        <Contacts person={person} />
      </Part>
      <Part title="In which order">
        <RulesPicture person={person} />
      </Part>
    </>
  )
}
