// Hands due deliveries to their channel: claim, look again, call, record. A crash at any point leaves a lease that runs out.
import type { Delivered, Message } from '@muster/adapters/channel.ts'
import type { ChannelName } from '@muster/core/vocabulary.ts'
import { claimDeliveries, type Claimed } from '../../store/outbox.ts'
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
  const bundled = await stillWanted(world, claimed)
  if (bundled === null) return
  const message = messageFor(world, claimed, bundled)
  const secret =
    claimed.contact.secret === null ? null : world.secrets.open(claimed.contact.secret, `${claimed.orgId} ${claimed.contactId}`)
  const calledAt = world.clock.now()
  world.metrics.handedOff(claimed.channel, calledAt - claimed.dueAt)
  const answer = await call(world, claimed.channel, { message, address: claimed.contact.address, secret })
  world.metrics.delivered(claimed.channel, answer.type, world.clock.now() - calledAt)
  await finish(world, claimed, answer)
}

type Calling = { message: Message; address: string; secret: string | null }

async function call(world: World, channel: ChannelName, { message, address, secret }: Calling): Promise<Delivered> {
  try {
    return await world.channels[channel].deliver(message, { channel, address, secret }, AbortSignal.timeout(CALL_TIMEOUT_MS))
  } catch (error) {
    // The port promises not to throw; a bug in one adapter must still not stop its lane.
    world.log.error({ err: error, channel }, 'a channel threw')
    return { type: 'retry', afterMs: null, why: 'internal error in the channel' }
  }
}

/** Looked at right before the call: null when it was answered or taken over meanwhile, otherwise how many others travel with it. */
async function stillWanted(world: World, claimed: Claimed): Promise<number | null> {
  const rows = await world.db.query<{ wanted: boolean; bundled: number }>(
    `select d.status = 'leased' and d.leased_by = $2 and d.attempt = $3 as wanted, (select count(*) from deliveries b where b.bundled_into = d.key and b.status = 'bundled') as bundled
     from deliveries d where d.key = $1`,
    [claimed.key, world.node, claimed.attempt],
  )
  const row = rows[0]
  return row?.wanted === true ? row.bundled : null
}
