// Silences in force: what they hold back, why and until when; ended with a press, and put back with another.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../api/client.ts'
import { useRoleReason } from '../api/session.ts'
import { reading, useDoing, useOrg } from '../api/use-api.ts'
import { toast } from '../shell/toast-list.ts'
import { Button } from '../ui/button.tsx'
import { NotDone } from '../ui/states.tsx'
import { Counting } from '../ui/time.tsx'
import { useNames } from './names.ts'
import classes from './silences.module.css'

export type Silence = Awaited<ReturnType<Api['silences']['list']>>['items'][number]

export function useSilences() {
  const org = useOrg()
  return useQuery(reading(org, ['silences', 'list'], (api) => api.silences.list()))
}

export function SilenceList({ silences }: { silences: readonly Silence[] }) {
  const role = useRoleReason('responder')
  const { data: names } = useNames()
  const again = useDoing((api, silence: Silence) => api.silences.create(sameAs(silence)), ['silences', 'alerts', 'config'])
  const end = useDoing((api, silence: Silence) => api.silences.end({ id: silence.id }), ['silences', 'alerts', 'config'])
  const nameOf = (slug: string | null) =>
    slug === null ? 'Every service' : (names?.services.find((service) => service.slug === slug)?.name ?? slug)
  return (
    <>
      <ul className={classes['list']} aria-label="Silences in force">
        {silences.map((silence) => (
          <li key={silence.id}>
            <div>
              <p>
                {nameOf(silence.service)}
                {Object.entries(silence.labels).map(([label, value]) => (
                  <span key={label} className="foreign">
                    {' '}
                    · {label} = {value}
                  </span>
                ))}
              </p>
              <p className="muted small">
                <span className="foreign">{silence.reason}</span> · ends in <Counting to={silence.endsAt} />
              </p>
            </div>
            <Button
              disabledReason={role}
              loading={end.isPending && end.variables.id === silence.id}
              onClick={() =>
                // The last one takes this list with it: what follows must not hang on it.
                void end.mutateAsync(silence).then(
                  () => toast('The silence has ended. What still fires is paged now.', () => again.mutate(silence)),
                  () => undefined,
                )
              }
            >
              End it now
            </Button>
          </li>
        ))}
      </ul>
      <NotDone error={end.error ?? again.error} />
    </>
  )
}

/** What is left of its time: an ended silence is not started anew from the beginning. */
function sameAs({ service, labels, reason, endsAt }: Silence) {
  const minutes = Math.max(1, Math.round((Date.parse(endsAt) - Date.now()) / 60_000))
  return { ...(service !== null && { service }), labels, reason, minutes }
}
