// The rules of a person drawn in time: a lane for each contact, a dot at each minute it rings.
import { CHANNEL_WORDS } from '../../parts/channel-words.ts'
import classes from './people.module.css'
import type { PersonView } from './view.ts'

const LEAST_MINUTES = 15

export function RulesPicture({ person }: { person: PersonView }) {
  if (person.rules.length === 0) return <p className="muted">No rule: {person.name} is not called, and a page goes on to the next rung.</p>
  const end = Math.max(LEAST_MINUTES, ...person.rules.map(({ delayMinutes }) => delayMinutes))
  const used = person.contacts.filter(({ slug }) => person.rules.some(({ contact }) => contact === slug))
  return (
    <ul className={classes['rules']}>
      {used.map((contact) => {
        const delays = person.rules.filter((rule) => rule.contact === contact.slug).map(({ delayMinutes }) => delayMinutes)
        return (
          <li key={contact.slug} className={classes['rule']}>
            <span>{CHANNEL_WORDS[contact.channel]}</span>
            <span className={classes['axis']}>
              {delays.map((minutes) => (
                <span key={minutes} className={classes['dot']} style={{ left: `${(minutes / end) * 92}%` }}>
                  <span className="small">{minutes === 0 ? 'at once' : `${minutes} min`}</span>
                </span>
              ))}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
