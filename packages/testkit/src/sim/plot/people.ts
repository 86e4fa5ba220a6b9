// What people do in a night: they answer, ask for help, cannot take it, put it to sleep, hand it on, or do what nobody expects.
import type { Actor } from '@muster/core/page/page.ts'
import { MINUTE, SECOND, type IncidentId, type Instant, type Millis, type PageId, type UserId } from '@muster/core/vocabulary.ts'
import type { Said } from '../record.ts'
import type { Dice } from './dice.ts'
import type { Org } from './organisation.ts'

export type Deed = { afterMs: Millis; by: Actor; incidentId: IncidentId; said: Said }

export function actorOf(org: Org, userId: UserId): Actor {
  return { type: 'user', id: userId, name: org.directory.people.get(userId)?.name ?? 'somebody' }
}

function somebody(dice: Dice, org: Org): Actor {
  return dice.chance(0.2) ? { type: 'token', name: 'chat' } : actorOf(org, dice.pick(org.people).id)
}

/** What one person does about their phone; null: they sleep on. */
export function react(
  dice: Dice,
  org: Org,
  rung: { userId: UserId; incidentId: IncidentId; pageId: PageId | null; now: Instant },
): Deed | null {
  if (dice.chance(0.55)) return null
  const by = dice.chance(0.92) ? actorOf(org, rung.userId) : somebody(dice, org)
  const afterMs = dice.chance(0.1) ? dice.int(0, 4000) : dice.int(5, 500) * SECOND
  const pageId = dice.chance(0.6) ? rung.pageId : null
  const type = dice.weigh({ acknowledge: 50, 'ask-for-help': 11, decline: 15, escalate: 6, snooze: 9, resolve: 5 })
  if (type === 'resolve') return { afterMs, by, incidentId: rung.incidentId, said: { type } }
  if (type === 'snooze') {
    const until = rung.now + afterMs + dice.int(-1, 25) * MINUTE
    return { afterMs, by, incidentId: rung.incidentId, said: { type, until, pageId } }
  }
  return { afterMs, by, incidentId: rung.incidentId, said: { type, pageId } }
}

/** What somebody does without having been called. */
export function meddle(
  dice: Dice,
  org: Org,
  { incidents, now }: { incidents: readonly IncidentId[]; now: Instant },
): Omit<Deed, 'afterMs'> | null {
  if (incidents.length === 0) return null
  const incidentId = dice.pick(incidents.slice(-3))
  const by = somebody(dice, org)
  const type = dice.weigh({
    acknowledge: 8,
    escalate: 5,
    decline: 4,
    snooze: 2,
    resolve: 3,
    reassign: 4,
    'add-responder': 5,
    'apply-policy': 5,
  })
  switch (type) {
    case 'reassign': {
      const to = dice.chance(0.5) ? { policyIndex: dice.int(0, org.policies.length - 1) } : { userId: dice.pick(org.people).id }
      return { by, incidentId, said: { type, to } }
    }
    case 'add-responder':
      return { by, incidentId, said: { type, userId: dice.pick(org.people).id } }
    case 'apply-policy':
    case 'resolve':
      return { by, incidentId, said: { type } }
    case 'snooze':
      return { by, incidentId, said: { type, until: now + dice.int(1, 20) * MINUTE, pageId: null } }
    case 'acknowledge':
    case 'escalate':
    case 'decline':
      return { by, incidentId, said: { type, pageId: null } }
  }
}
