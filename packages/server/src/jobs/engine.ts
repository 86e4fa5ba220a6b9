// All background work of one node. Any number of nodes may run it on one database; row leases and locks keep them apart.
import { CHANNELS, type ChannelName } from '@muster/core/vocabulary.ts'
import { nextDeliveryAt } from '../store/outbox.ts'
import type { World } from '../world.ts'
import { decideSignals, decidingLane } from './decide/decide-signals.ts'
import { readingLane } from './readings/lane.ts'
import { beginWatches } from './readings/claim.ts'
import { claimAndRead } from './readings/read.ts'
import { startLoop, type Loop, type Work } from './loop.ts'
import { claimAndSend, LANE_WIDTH } from './send/send.ts'
import { fireTimers, nextTimerAt } from './timers/fire-timers.ts'

export type Engine = { stop: () => Promise<void> }

export function startEngine(world: World): Engine {
  const lanes = [...CHANNELS.map((channel) => sendingLane(world, channel)), readingLane(world)]
  const loops: Loop[] = [
    startLoop(world, { name: 'inbox', lane: 'inbox', ...decidingLane(world, () => performance.now()) }),
    startLoop(world, { name: 'timers', lane: 'timers', run: () => fireTimers(world), nextAt: () => nextTimerAt(world) }),
    ...lanes.map((lane) => startLoop(world, lane.work)),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
      await Promise.all(lanes.map((lane) => lane.idle()))
    },
  }
}

/** One lane a channel: a provider that hangs fills its own lane and nobody else's. */
function sendingLane(world: World, channel: ChannelName): { work: Work; idle: () => Promise<unknown> } {
  const underWay = new Set<Promise<void>>()
  const isFull = () => underWay.size >= LANE_WIDTH
  const run = async () => {
    if (isFull()) return false
    const next = await nextDeliveryAt(world.db, channel)
    if (next === null || next > world.clock.now()) return false
    const calls = await claimAndSend(world, channel, LANE_WIDTH - underWay.size)
    for (const call of calls) track(call)
    return calls.length > 0
  }
  const track = (call: Promise<void>) => {
    const done = call
      .catch((error: unknown) => world.log.error({ err: error, channel }, 'a delivery was not recorded; its lease will run out'))
      .finally(() => {
        underWay.delete(done)
        // There is room again, and what happened may have made further deliveries.
        world.wake.touch('deliveries')
      })
    underWay.add(done)
  }
  return {
    work: { name: `send-${channel}`, lane: 'deliveries', run, nextAt: async () => (isFull() ? null : nextDeliveryAt(world.db, channel)) },
    idle: () => Promise.allSettled(underWay),
  }
}

/** Does everything due now until nothing is left: in tests, time passes only by turning the clock and draining. */
export async function drain(world: World): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    let worked = await decideSignals(world)
    worked = (await fireTimers(world)) || worked
    for (const channel of CHANNELS) {
      const calls = await claimAndSend(world, channel)
      await Promise.all(calls)
      worked ||= calls.length > 0
    }
    worked = (await beginWatches(world)) || worked
    const readings = await claimAndRead(world)
    await Promise.all(readings)
    worked ||= readings.length > 0
    quiet = worked ? 0 : quiet + 1
  }
}
