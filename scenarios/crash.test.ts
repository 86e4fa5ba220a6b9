// Crashes and clusters: whatever dies, somebody is called, nobody is called twice for nothing.
import { expect } from 'vitest'
import { decideSignals } from '@muster/server/jobs/decide/decide-signals.ts'
import { claimAndSend } from '@muster/server/jobs/send/send.ts'
import { fireTimers } from '@muster/server/jobs/timers/fire-timers.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { layCable } from '@muster/testkit/night/cable.ts'
import type { Node } from '@muster/testkit/night/node.ts'
import { scenario } from '@muster/testkit/scenario.ts'

scenario(
  'case 16: a node that dies after the provider took the page and before it was recorded sends it at most twice, with the same key, within ten seconds',
  async (night) => {
    const { phone, providers, after, signal, settle } = night
    const doomed = await night.anotherNode('doomed')
    providers.answerFor('ann/push', 'accept-then-die', 1)
    await signal('trigger', 'checkout is down', { node: doomed })
    await decideSignals(doomed.world)
    await claimAndSend(doomed.world, 'ntfy')
    await expect.poll(() => providers.arrived.length).toBe(1)
    await doomed.close()
    const first = await phone('ann').rings()

    await settle()
    await after('7s999ms')
    phone('ann').isQuiet()
    await after('1ms')
    const second = await phone('ann').rings({ says: /may be a repeat/ })
    expect(second.message.key).toBe(first.message.key)
    expect(second.at - first.at).toBeLessThanOrEqual(10_000)
    await second.press('acknowledge')
    await after('12h')
  },
)

scenario(
  'case 17: a node that dies between deciding and sending leaves exactly one page, sent by another at once',
  async ({ phone, settle, after, signal, anotherNode }) => {
    const doomed = await anotherNode('doomed')
    await signal('trigger', 'checkout is down', { node: doomed })
    await decideSignals(doomed.world)
    await doomed.close()
    await settle()
    const page = await phone('ann').rings()
    await page.press('acknowledge')
    await after('12h')
  },
)

scenario('a node that dies between accepting and deciding leaves the signal to another', async ({ phone, settle, signal, anotherNode }) => {
  const doomed = await anotherNode('doomed')
  expect((await signal('trigger', 'checkout is down', { node: doomed })).status).toBe(202)
  await doomed.close()
  await settle()
  await phone('ann').rings()
})

const hundred = Array.from({ length: 100 }, (_, index) => `n${index}`)

scenario(
  'case 18: three nodes and a thousand due rungs make a thousand pages, each once',
  async (night) => {
    const { providers, clock, signal } = night
    const nodes = [night.node, await night.anotherNode('second'), await night.anotherNode('third')]
    for (const name of hundred) await signal('trigger', `${name} is down`, { service: name, key: name })
    for (let pass = 1; pass <= 10; pass += 1) {
      await Promise.all(nodes.map(untilQuiet))
      expect(providers.arrived).toHaveLength(100 * pass)
      clock.set(clock.now() + 5 * 60_000)
    }
    const keys = new Set(providers.arrived.map((one) => one.message.key))
    expect(keys.size).toBe(1000)
    expect(new Set(providers.arrived.map((one) => one.node)).size).toBeGreaterThan(1)
    for (const name of hundred) for (let pass = 1; pass <= 10; pass += 1) await night.phone(name).rings()
  },
  {
    organisation: organisation({
      people: [...hundred.map((name) => person(name)), person('last')],
      policies: hundred.map((name) => policy(name, [rung(5, name)], { repeat: 9 })),
      services: hundred.map((name) => service(name, name)),
    }),
  },
)

async function untilQuiet({ world }: Node): Promise<void> {
  for (let quiet = 0; quiet < 3;) {
    const worked = [await decideSignals(world), await fireTimers(world)]
    const calls = await claimAndSend(world, 'ntfy')
    await Promise.all(calls)
    quiet = worked.includes(true) || calls.length > 0 ? 0 : quiet + 1
    // What a neighbour holds is looked at again a moment later, as the engine's loop does.
    if (quiet > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

scenario(
  'case 19: a rung that falls due while the database is away fires once when it is back, and the next wait counts from then',
  async (night) => {
    const { alert, phone, clock, database, anotherNode, log } = night
    const cable = await layCable(database.connection)
    const node = await anotherNode('behind the cable', cable.connection)
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await night.after('4m30s')
    await phone('ann').rings({ via: 'voice' })

    await cable.pull()
    for (let second = 0; second < 60; second += 10) {
      clock.set(clock.now() + 10_000)
      await expect(fireTimers(node.world)).rejects.toThrow()
    }
    phone('ben').isQuiet()
    await cable.plugIn()
    const backAt = clock.now()
    await untilQuiet(node)
    await phone('ben').rings()
    const entered = (await log()).filter((entry) => entry.type === 'page.rung-entered')
    expect(entered).toHaveLength(2)
    expect(entered[1]?.body['nextAt']).toBe(backAt + 5 * 60_000)
    await cable.pull()
  },
)

scenario('case 22: a configuration applied while a page waits restarts no timer', async ({ alert, phone, after, apply }) => {
  await alert('checkout is down')
  await phone('ann').rings()
  await after('3m')
  await phone('ann').rings({ via: 'voice' })
  await apply(organisation({ people: [...(organisation().people ?? []), person('newcomer')] }))
  await after('1m59s')
  phone('ben').isQuiet()
  await after('1s')
  await phone('ben').rings()
})
