// Hands due deliveries to their channel: claim, look again, call, record. A crash at any point leaves a lease that runs out.
import type { Delivered, Message } from '@muster/adapters/channel.ts'
import type { ChannelName, Grade, Instant } from '@muster/core/vocabulary.ts'
import { claimDeliveries, LEASE_MS, type Claimed } from '../../store/outbox.ts'
import type { World } from '../../world.ts'
import { finish } from './finish.ts'
import { messageFor } from './message.ts'

/** Calls under way at once on one channel; a slow provider fills its own lane only. */
export const LANE_WIDTH = 32
const PER_ORG = 12
/** Shorter than the lease, so that no call outlives it. */
const CALL_TIMEOUT_MS = 5000

/** Claims up to `room` deliveries of a channel and sends them side by side; returns the calls under way. */
export async function claimAndSend(world: World, channel: ChannelName, room = LANE_WIDTH): Promise<Promise<void>[]> {
  const claimed = await claimDeliveries(world.db, { channel, node: world.node, now: world.clock.now(), limit: room, perOrg: PER_ORG })
  return claimed.map((delivery) => sendOne(world, delivery))
}

export async function sendOne(world: World, claimed: Claimed): Promise<void> {
  const wanted = await stillWanted(world, claimed)
  if (wanted === null) return
  const message = messageFor(world, { ...claimed, grade: await gradeFor(world, claimed) }, wanted.bundled)
  world.metrics.handedOff(claimed.channel, wanted.calledAt - claimed.dueAt)
  const answer = claimed.contact.removed ? removed : await call(world, claimed, message)
  world.metrics.delivered(claimed.channel, answer.type, world.clock.now() - wanted.calledAt)
  await finish(world, { ...claimed, calledAt: wanted.calledAt }, answer)
}

/** Its organisation is only asked when this node has not yet met the pack: a version never changes. */
async function gradeFor(world: World, { orgId, incident }: Claimed): Promise<Grade> {
  const known = world.configs.last(orgId)
  if (known !== undefined && world.packs.has(known, incident)) return world.packs.gradeOf(known, incident)
  return world.db.app(orgId, async (tx) => world.packs.gradeOf(await world.configs.of(tx, orgId), incident))
}

const removed: Delivered = { type: 'never', why: 'this way of reaching them was removed' }

async function call(world: World, { orgId, contactId, channel, contact }: Claimed, message: Message): Promise<Delivered> {
  try {
    const secret = contact.secret === null ? null : world.secrets.open(contact.secret, `${orgId} ${contactId}`)
    return await world.channels[channel].deliver(
      message,
      { channel, address: contact.address, secret },
      AbortSignal.timeout(CALL_TIMEOUT_MS),
    )
  } catch (error) {
    // The port promises not to throw; a bug in one adapter must still not stop its lane.
    world.log.error({ err: error, channel }, 'a channel threw')
    return { type: 'retry', afterMs: null, why: 'internal error in the channel' }
  }
}

/**
 * Looked at right before the call: null when it was answered or taken over meanwhile, otherwise how many others travel with it.
 * The lease begins anew, so that it outlives the call however long this waited for its turn.
 */
async function stillWanted(world: World, { key, attempt }: Claimed): Promise<{ bundled: number; calledAt: Instant } | null> {
  const calledAt = world.clock.now()
  const rows = await world.db.query<{ bundled: number }>(
    `update deliveries d set handed_off_at = coalesce(handed_off_at, $4), lease_until = $5
     where d.key = $1 and d.status = 'leased' and d.leased_by = $2 and d.attempt = $3
     returning (select count(*) from deliveries b where b.bundled_into = d.key and b.status = 'bundled') as bundled`,
    [key, world.node, attempt, calledAt, calledAt + LEASE_MS],
  )
  const row = rows[0]
  return row === undefined ? null : { bundled: row.bundled, calledAt }
}
