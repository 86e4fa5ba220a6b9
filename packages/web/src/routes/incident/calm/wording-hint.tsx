// A quiet word below what is being written: other words for those that blame somebody. It holds nothing back, and nothing of it is kept.
import { blameIn } from '@muster/core/wording/neutral.ts'
import { useProtocol } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import classes from './calm.module.css'

export function WordingHint({ incident, text }: { incident: IncidentView; text: string }) {
  const { data } = useProtocol(incident)
  const people = (data?.roles ?? []).flatMap(({ who, onCall }) => [...(who === null ? [] : [who]), ...onCall]).map(({ name }) => name)
  const found = blameIn(text, people)
  return (
    <div role="status" className={classes['hint']}>
      {found.length > 0 && (
        <p className="muted small">
          Only a thought; send it as you like.
          {found.map(({ found: phrase, offer }) => (
            <span key={phrase}>
              {' '}
              For “<span className="foreign">{phrase}</span>” you could say {offer}.
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
