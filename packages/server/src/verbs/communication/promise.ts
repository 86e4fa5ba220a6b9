// A promise of the next word: given with a word, or made anew without one, which its readers are told.
import type { Instant } from '@muster/core/vocabulary.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import { record } from '../../store/held.ts'
import { sendUpdate } from '../../store/updates.ts'
import type { Acting } from '../incident/change-incident.ts'

type Promising = { audience: string; name?: string; minutes: number; observedAt?: Instant | null }

export function promise({ held, moment, by }: Acting, { audience, name, minutes, observedAt = null }: Promising): void {
  record(held, 'promise.made', moment.now, {
    by,
    audience,
    ...(name !== undefined && { name }),
    nextAt: (observedAt ?? moment.now) + minutes * MINUTE,
    ...(observedAt !== null && { observedAt }),
  })
}

/** Whoever waits for word at a time hears that it is another one. What is written down afterwards was said already. */
export async function promiseAnew(acting: Acting, promising: Promising & { observedAt: Instant | null }): Promise<void> {
  promise(acting, promising)
  if (promising.observedAt !== null) return
  const { tx, held, config, moment } = acting
  const at = new Date(moment.now + promising.minutes * MINUTE).toISOString().slice(11, 16)
  await sendUpdate(tx, held, config, { audience: promising.audience, text: `We need longer: the next word comes at ${at} UTC.`, moment })
}
