// How a person is reached: each contact, its address where it may be seen, and how the last test went.
import { CHANNEL_WORDS } from '../../parts/channel-words.ts'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './people.module.css'
import type { PersonView } from './view.ts'

export function Contacts({ person }: { person: PersonView }) {
  if (person.contacts.length === 0)
    return <Empty title="No contact: nothing can ring">{person.name} adds one under My page, after signing in. It takes a minute.</Empty>
  return (
    <ul className={classes['contacts']}>
      {person.contacts.map((contact) => (
        <li key={contact.slug} className={classes['contact']}>
          <div>
            <p className="strong">{CHANNEL_WORDS[contact.channel]}</p>
            <p className="muted foreign">{contact.address}</p>
          </div>
          <div className="muted small">
            <p>{contact.verifiedAt === null ? 'Not confirmed by a code; it rings all the same.' : '✓ Confirmed'}</p>
            {contact.lastTest === null ? (
              <p>Never tested.</p>
            ) : (
              <p className={contact.lastTest.result === 'delivered' ? undefined : classes['overdue']}>
                Tested <Time at={contact.lastTest.at} />: {contact.lastTest.result === 'delivered' ? 'arrived' : contact.lastTest.detail}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
