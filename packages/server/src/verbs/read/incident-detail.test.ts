// An incident opened on a screen: who has it, who is next, what I can do and why not, what was sent, and what everybody said.
import type { DeliveryView, IncidentDetail } from '@muster/contract/incidents.ts'
import { join } from '@muster/testkit/night/browser.ts'
import { START } from '@muster/testkit/night/clock.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'

const shop = organisation({
  policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { repeat: 1, ackTimeoutMinutes: 30 })],
  services: [
    service('checkout', 'standard', { whatToDo: 'Fail over to the second provider', dependsOn: ['login'] }),
    service('login', 'standard'),
    service('web', 'standard', { dependsOn: ['checkout'] }),
  ],
})

let night: Night
beforeEach(async () => {
  night = await startNight(inject('cluster'), { organisation: shop })
})
afterEach(() => night.close())

const minute = (at: string | null): number | null => (at === null ? null : (Date.parse(at) - START) / 60_000)
const ladder = ({ pages }: IncidentDetail) =>
  (pages[0]?.ladder ?? []).map((one) => {
    const place = one.kind === 'catch-all' ? 'last resort' : `rung ${one.rung} pass ${one.pass}`
    return `${one.state} ${place} at ${minute(one.at) ?? 'no time'}: ${one.people.map((who) => `${who.name} ${who.state}`).join(', ')}`
  })

describe('[IR-01] the ladder in time', () => {
  test('has real instants behind and predicted ones ahead, to the last resort', async () => {
    await night.alert('checkout is down')
    await night.after('5m')
    expect(ladder(await night.incident())).toEqual([
      'passed rung 1 pass 1 at 0: Ann no-answer',
      'current rung 2 pass 1 at 5: Ben paging',
      'coming rung 1 pass 2 at 10: Ann to-be-called',
      'coming rung 2 pass 2 at 15: Ben to-be-called',
      'coming last resort at 20: Last to-be-called',
    ])
  })

  test('what it predicts is what happens', async () => {
    await night.alert('checkout is down')
    const predicted = (await night.incident()).pages[0]?.ladder.map((one) => [
      one.rung,
      one.pass,
      one.at,
      one.people.map((who) => who.slug),
    ])
    await night.after('1h')
    const happened = (await night.incident()).pages[0]?.ladder.map((one) => [one.rung, one.pass, one.at, one.people.map((who) => who.slug)])
    expect(predicted).toHaveLength(5)
    expect(happened).toEqual(predicted)
  })

  test('stops with an answer, and says when it will ask again', async () => {
    await night.alert('checkout is down')
    await night.after('2m')
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    const detail = await night.incident()
    expect(detail).toMatchObject({
      holder: { slug: 'ann', name: 'Ann' },
      next: { who: ['Ann'], because: 'acknowledgement-elapsed', isLastResort: false },
    })
    expect(minute(detail.holder?.at ?? null)).toBe(2)
    expect(minute(detail.next?.at ?? null)).toBe(32)
    expect(ladder(detail).slice(0, 3)).toEqual([
      'current rung 1 pass 1 at 0: Ann acknowledged',
      'stopped rung 2 pass 1 at no time: Ben not-needed',
      'coming rung 1 pass 1 at 32: Ann to-be-called',
    ])
  })

  test('of one that is over says who had it, and nothing to come', async () => {
    await night.alert('checkout is down')
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ben' })
    await night.api('POST', '/incidents/1/resolve', { as: 'ben' })
    const detail = await night.incident()
    expect(detail).toMatchObject({ status: 'resolved', holder: { slug: 'ben' }, next: null })
    expect(ladder(detail).filter((one) => one.startsWith('coming'))).toEqual([])
  })
})

describe('what I can do', () => {
  test('is told before I try, with the reason and the sentence the try would have got', async () => {
    await night.alert('checkout is down')
    expect(Object.values((await night.incident()).can)).toEqual([null, null, null, null, null, null])
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    const { can } = await night.incident()
    const tried = await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    expect(Object(tried.body).data).toEqual({ reason: can.acknowledge?.reason, hint: can.acknowledge?.says })
    expect(can).toMatchObject({ acknowledge: { reason: 'already-acknowledged' }, escalate: null, resolve: null })
    await night.api('POST', '/incidents/1/resolve', {})
    expect(new Set(Object.values((await night.incident()).can).map((one) => one?.reason))).toEqual(new Set(['already-resolved']))
  })

  test('without the right to it, the right is the reason', async () => {
    await night.alert('checkout is down')
    const token = await addToken(night.node, { scopes: ['read'] })
    const { can } = (await night.api('GET', '/incidents/1', undefined, { authorization: `Bearer ${token}` })).body as IncidentDetail
    expect(can.acknowledge).toEqual({ reason: 'scope-missing', says: 'This needs a token with the scope "respond".' })
    const browser = await join(night.node, { role: 'stakeholder' })
    const seen = (await browser.get('/api/v1/incidents/1')).body as IncidentDetail
    expect(seen.can.resolve).toMatchObject({ reason: 'scope-missing', says: expect.stringContaining('role responder') })
  })
})

describe('[IR-02] what surrounds it', () => {
  const change = (summary: string, timestamp: string, to = 'checkout') =>
    night.node.app.inject({
      method: 'POST',
      url: '/v2/change/enqueue',
      payload: { routing_key: keyOf(to), payload: { summary, source: 'ci', timestamp } },
    })

  test('is what to do first, what it stands on, and what changed at its service from the day before until now', async () => {
    await change('too old', '2026-03-01T03:00:00Z')
    await change('deployed 1.4', '2026-03-02T02:30:00Z')
    await change('elsewhere', '2026-03-02T02:30:00Z', 'login')
    await night.alert('checkout is down')
    await night.after('3m')
    await change('rolled back', '2026-03-02T03:12:00Z')
    const { whatToDo, recentChanges, dependencies } = await night.incident()
    expect(whatToDo).toBe('Fail over to the second provider')
    expect(recentChanges.map((one) => one.summary)).toEqual(['rolled back', 'deployed 1.4'])
    expect(dependencies).toEqual({ dependsOn: [{ slug: 'login', name: 'Login' }], usedBy: [{ slug: 'web', name: 'Web' }] })
  })
})

describe('[BX-01] every message it sent', () => {
  const sent = async (query = '') =>
    (await night.api('GET', `/incidents/1/deliveries${query}`)).body as { items: DeliveryView[]; next: string | null }

  test('has the time of each hop, and only enough of the address to know it', async () => {
    await night.alert('checkout is down')
    await night.after('1m')
    const page = await night.phone('ann').rings()
    await page.open()
    await night.after('1m')
    await page.press('acknowledge')
    const { items } = await sent()
    const push = items.find((one) => one.contact.slug === 'push')
    expect(push).toMatchObject({
      status: 'accepted',
      attempt: 1,
      person: { slug: 'ann', name: 'Ann' },
      detail: 'receipt 1',
      failedAt: null,
    })
    const hops = [push?.committedAt, push?.decidedAt, push?.handedOffAt, push?.acceptedAt, push?.openedAt, push?.seenAt, push?.answeredAt]
    expect(hops.map((at) => minute(at ?? null))).toEqual([0, 0, 0, 0, 1, 2, 2])
    expect(JSON.stringify(items)).not.toContain('ann/push')
  })

  test('and when it was given up, and what the provider said', async () => {
    night.providers.answerFor('ann/push', { type: 'never', why: 'the topic does not exist' })
    await night.alert('checkout is down')
    const push = (await sent()).items.find((one) => one.contact.slug === 'push')
    expect(push).toMatchObject({ status: 'failed', detail: 'the topic does not exist', answeredAt: null })
    expect(minute(push?.failedAt ?? null)).toBe(0)
  })

  test('is walked to the end, youngest first, nothing twice', async () => {
    await night.alert('checkout is down')
    await night.after('1h')
    const whole = (await sent('?limit=200')).items.map((one) => one.key)
    expect(whole.length).toBeGreaterThan(6)
    for (const size of [1, 2, 5]) {
      const walked: string[] = []
      for (let next: string | null = ''; next !== null;) {
        const page: { items: DeliveryView[]; next: string | null } = await sent(
          `?limit=${size}${next && `&cursor=${encodeURIComponent(next)}`}`,
        )
        walked.push(...page.items.map((one) => one.key))
        next = page.next
      }
      expect(walked).toEqual(whole)
    }
  })
})

describe('[BX-04] acknowledge, say, escalate', () => {
  test('are three calls, and the log tells them in sentences with names', async () => {
    await night.alert('checkout is down')
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    await night.api('POST', '/incidents/1/say', { as: 'ann', kind: 'saw', text: '  card payments time out  ' })
    await night.api('POST', '/incidents/1/escalate', { as: 'ann' })
    const log = await night.log()
    expect(log.filter((entry) => entry.by === 'Ann').map((entry) => entry.says)).toEqual([
      'Ann acknowledged: the ladder stops. If it is still open in 30 min, it asks again.',
      'Ann saw: card payments time out',
      'Ann escalated: the next rung is woken now.',
    ])
    expect(log.every((entry) => entry.says !== '' && entry.by !== '')).toBe(true)
  })

  test('said twice under one key stands once on the log', async () => {
    await night.alert('checkout is down')
    for (let n = 0; n < 2; n += 1)
      await night.api('POST', '/incidents/1/say', { kind: 'did', text: 'restarted' }, { 'idempotency-key': 'tap-1' })
    expect((await night.log()).filter((entry) => entry.type === 'incident.said')).toHaveLength(1)
  })

  test('nothing, and more than can be read, is not said', async () => {
    await night.alert('checkout is down')
    for (const text of ['', '   ', 'x'.repeat(2001)])
      expect(await night.api('POST', '/incidents/1/say', { kind: 'did', text })).toMatchObject({ status: 422 })
    expect(await night.api('POST', '/incidents/1/say', { kind: 'shouted', text: 'x' })).toMatchObject({ status: 422 })
  })

  test('also after the end, and the page stays as it was', async () => {
    await night.alert('checkout is down')
    await night.api('POST', '/incidents/1/resolve', {})
    const { status, body } = await night.api('POST', '/incidents/1/say', { as: 'ben', kind: 'decided', text: 'raise the limit tomorrow' })
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'resolved' } })
    expect((await night.log()).at(-1)?.says).toBe('Ben decided: raise the limit tomorrow')
  })
})
