// The first promise, with real processes: what was accepted, answered or silenced is still so after kill -9.
import { setTimeout as sleep } from 'node:timers/promises'
import { chmod } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { freePort, temporaryFolder } from './child.ts'
import { startMuster, type Muster } from './muster.ts'
import { becomes, found, incidents, integrationKey } from './organisation.ts'
import { startPhone, type Phone } from './phone.ts'

const event = (key: string) => ({
  routing_key: integrationKey,
  event_action: 'trigger',
  dedup_key: key,
  payload: { summary: `checkout is down (${key})`, source: 'probe', severity: 'critical' },
})

const signal = (muster: Muster, key: string) => fetch(`${muster.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event(key)) })

type Scene = { muster: Muster; phone: Phone; again: () => Promise<Muster> }

async function scene(): Promise<Scene> {
  const phone = await startPhone()
  onTestFinished(phone.close)
  const folder = await temporaryFolder('kept')
  await chmod(folder.path, 0o711)
  const options = { dataFolder: `${folder.path}/data`, token: 'a-token-for-both-lives', port: await freePort() }
  const muster = await startMuster(options)
  let latest = muster
  onTestFinished(async () => {
    await latest.stop()
    await folder.remove()
  })
  await found(muster, { phone, kind: 'pagerduty' })
  const again = async () => {
    latest = await startMuster(options)
    return latest
  }
  return { muster, phone, again }
}

test('a signal accepted the moment before kill -9 wakes somebody after the restart, and the link in their page still answers', async () => {
  const { muster, phone, again } = await scene()
  const answer = await signal(muster, 'first')
  expect(answer.status).toBe(202)
  await muster.kill()
  const second = await again()
  const page = await phone.rings()
  await second.kill()
  const third = await again()
  const pressed = await fetch(page.url, { method: 'POST', body: new URLSearchParams({ action: 'acknowledge' }), redirect: 'manual' })
  expect(pressed.status).toBe(303)
  await becomes(third, 'acknowledged')
})

test('case 21: a silence made a tenth of a second before kill -9 still holds', async () => {
  const { muster, phone, again } = await scene()
  const made = await muster.api('POST', '/api/v1/silences', { service: 'checkout', minutes: 30, reason: 'moving the database' })
  expect(made.status).toBe(201)
  await sleep(100)
  await muster.kill()
  const second = await again()
  expect((await second.api('GET', '/api/v1/silences')).body).toMatchObject({ items: [{ service: 'checkout' }] })
  await signal(second, 'silenced')
  await sleep(2000)
  expect(phone.arrivals).toEqual([])
  expect(await incidents(second)).toEqual([])
})

test('SIGTERM finishes what is under way, and a second start on the same data folder says who holds it', async () => {
  const { muster, again } = await scene()
  await expect(startMuster({ dataFolder: muster.dataFolder, token: 'another-token-entirely' })).rejects.toThrow(
    /The data folder .* is in use by Muster process \d+ \(started .*\)\. Stop it, or set MUSTER_DATA to another folder\./,
  )
  const answers = Promise.all(Array.from({ length: 50 }, (_, index) => signal(muster, `burst-${index}`)))
  expect((await answers).every((answer) => answer.status === 202)).toBe(true)
  await muster.stop()
  expect(muster.lastLines()).toContain('muster: Stopped.')
  const second = await again()
  expect(await incidents(second)).toHaveLength(1)
})
