// Time has one authority, the database's clock: a node's own clock changes nothing, and when the authority itself jumps the harm is bounded.
import { expect } from 'vitest'
import { createDatabaseClock, TIME_QUERY } from '@muster/server/clock.ts'
import { claimAndSend } from '@muster/server/jobs/send/send.ts'
import { fireTimers } from '@muster/server/jobs/timers/fire-timers.ts'
import type { World } from '@muster/server/world.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const TEN_MINUTES = 10 * 60_000

scenario('case 20: a node whose own clock is ten minutes ahead fires nothing early', async ({ alert, phone, node, clock }) => {
  const real = await node.world.db.query<{ at: number }>(TIME_QUERY)
  clock.set(Math.floor(real[0]?.at ?? 0))
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push' })
  const skewed = await createDatabaseClock({
    read: async () => Number((await node.world.db.query<{ at: number }>(TIME_QUERY))[0]?.at),
    monotonic: () => performance.now() + TEN_MINUTES,
    onStep: () => undefined,
  })
  const elsewhere: World = { ...node.world, clock: skewed, node: 'ahead' }
  expect(await fireTimers(elsewhere)).toBe(false)
  expect(await claimAndSend(elsewhere, 'webhook')).toEqual([])
})

/** The world as seen with a database whose clock a test moves, a second at a time. */
async function jumpy(world: World, start: number) {
  let local = 0
  let database = start
  const steps: number[] = []
  const clock = await createDatabaseClock({ read: async () => database, monotonic: () => local, onStep: (step) => steps.push(step) })
  const tick = async (seconds: number, work: () => Promise<unknown>) => {
    for (let i = 0; i < seconds; i += 1) {
      local += 1000
      database += 1000
      await clock.sync()
      await work()
    }
  }
  const jump = (ms: number) => {
    database += ms
  }
  const seen: World = { ...world, clock }
  const work = async () => {
    await fireTimers(seen)
    for (const channel of ['ntfy', 'webhook'] as const) await Promise.all(await claimAndSend(seen, channel))
  }
  return { steps, clock, jump, tick: (seconds: number) => tick(seconds, work) }
}

scenario(
  'case 42: the database’s clock goes back ten minutes: an alarm, the ladder goes on a little late, nothing is lost or sent twice',
  async (night) => {
    const { alert, phone, node, clock, log, providers } = night
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    const real = await jumpy(node.world, clock.now())
    await real.tick(60)
    real.jump(-TEN_MINUTES)
    await real.tick(60)
    expect(real.steps).toEqual([-TEN_MINUTES])
    await real.tick(8)
    await phone('ann').rings({ via: 'voice' })
    await real.tick(180)
    phone('ben').isQuiet()
    await real.tick(30)
    await phone('ben').rings()
    expect((await log()).filter((entry) => entry.type === 'page.rung-entered')).toHaveLength(2)
    expect(new Set(providers.arrived.map((one) => one.message.key)).size).toBe(providers.arrived.length)
  },
)

scenario(
  'case 42: the database’s clock leaps ten minutes ahead: an alarm, what is then due happens once, nothing is skipped',
  async (night) => {
    const { alert, phone, node, clock, log } = night
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    const real = await jumpy(node.world, clock.now())
    await real.tick(60)
    real.jump(TEN_MINUTES)
    await real.tick(1)
    expect(real.steps).toEqual([TEN_MINUTES])
    await phone('ann').rings({ via: 'voice' })
    await phone('ben').rings()
    await real.tick(299)
    phone('last').isQuiet()
    await real.tick(2)
    await phone('last').rings()
    expect((await log()).filter((entry) => entry.type === 'page.rung-entered')).toHaveLength(2)
  },
)

scenario('case 42: a suspended machine wakes up late and sends everything that fell due meanwhile, once', async (night) => {
  const { alert, phone, clock, settle, log } = night
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push' })
  clock.set(clock.now() + 30 * 60_000)
  await settle()
  await phone('ann').rings({ via: 'voice' })
  await phone('ben').rings()
  expect((await log()).filter((entry) => entry.type === 'page.rung-entered')).toHaveLength(2)
})
