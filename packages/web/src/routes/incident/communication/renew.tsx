// A promise that cannot be kept is made anew before its time: one press, and whoever waits is told.
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { usePlace } from '../protocol/place.ts'
import { useRecord, useWhyNot, type Audience } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import classes from './communication.module.css'
import { useCommunication } from './communication.ts'

const MINUTES = [10, 15, 30] as const

export function Renew({ incident, audience: { id, name } }: { incident: IncidentView; audience: Audience }) {
  const { data } = useCommunication(incident)
  const { say, go } = usePlace()
  const whyNot = useWhyNot()
  const record = useRecord(incident)
  const place = `promise-${id}`
  if (data?.isAnswering !== true) return null
  if (say !== place)
    return (
      <Button size="compact-sm" variant="subtle" aria-label={`We need longer: ${name}`} onClick={() => go({ say: place })}>
        We need longer…
      </Button>
    )
  return (
    <div className={classes['renew']} role="group" aria-label={`The next word to ${name} comes in`}>
      <span>The next word comes in</span>
      {MINUTES.map((nextMinutes) => (
        <Button
          key={nextMinutes}
          size="compact-sm"
          disabledReason={whyNot}
          loading={record.isPending}
          onClick={() => record.mutate({ type: 'promise.made', audience: id, nextMinutes }, { onSuccess: () => go({ say: undefined }) })}
        >
          {nextMinutes} min
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={() => go({ say: undefined })}>
        Leave it
      </Button>
      <NotDone error={record.error} />
    </div>
  )
}
