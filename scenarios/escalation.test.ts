// Escalation: who is woken when nobody answers, and who never is once somebody has.
import { expect } from 'vitest'
import { HOUR } from '@muster/core/vocabulary.ts'
import { claimDeliveries } from '@muster/server/store/outbox.ts'
import { sendOne } from '@muster/server/jobs/send/send.ts'
import { organisation, person, policy, rung, service, withVoice } from '@muster/testkit/night/organisation.ts'
import type { Night } from '@muster/testkit/night/night.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const entries = async ({ log }: Night, type: string) => (await log()).filter((entry) => entry.type === type)

/** One weekly schedule that starts far in the future: nobody is on it tonight. */
const nobodyYet = {
  slug: 'nobody-yet',
  name: 'Nobody yet',
  timeZone: 'UTC',
  layers: [{ slug: 'primary', participants: ['cat'], startsOn: '2030-01-07' }],
}

scenario('[EC-01] silence climbs the ladder, to its end, and then the last resort is woken', async (night) => {
  const { alert, phone, after, incident } = night
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push', says: /checkout is down/ })
  await after('2m')
  await phone('ann').rings({ via: 'voice' })
  await after('3m')
  await phone('ben').rings()
  await after('5m')
  await phone('last').rings()
  expect((await incident()).status).toBe('triggered')
  expect((await incident()).pages).toMatchObject([{ state: 'exhausted', unowned: true }])
  expect(await entries(night, 'page.exhausted')).toHaveLength(1)
})

scenario('[BX-04] two who escalate from the same picture wake one rung; the second is told to look again', async (night) => {
  const { alert, phone, api, incident } = night
  await alert('checkout is down')
  await phone('ann').rings()
  const [page] = (await incident()).pages
  const escalate = () => api('POST', '/incidents/1/escalate', { step: page?.step })
  expect(await escalate()).toMatchObject({ status: 200 })
  expect(await escalate()).toMatchObject({
    status: 409,
    body: { data: { reason: 'moved-on', hint: expect.stringMatching(/See who is being called now/) } },
  })
  await phone('ben').rings()
  phone('last').isQuiet()
  // Whoever saw no picture, as a script, means the rung after whatever stands.
  expect(await api('POST', '/incidents/1/escalate', {})).toMatchObject({ status: 200 })
  await phone('last').rings()
})

scenario(
  '[PO-01] standard: the first tier triages alone, and after five minutes without an answer the next is woken',
  async ({ alert, phone, after }) => {
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await after('4m59s')
    await phone('ann').rings({ via: 'voice' })
    phone('ben').isQuiet()
    await after('1s')
    await phone('ben').rings()
  },
)

scenario(
  '[PO-02] aggressive: the first tier and a senior are woken together',
  async ({ alert, phone }) => {
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await phone('ben').rings()
  },
  { organisation: organisation({ policies: [policy('standard', [rung(5, 'ann', 'ben')])] }) },
)

scenario('case 1: an answer a tenth of a second before the next rung leaves the next person asleep, for ever', async (night) => {
  const { alert, phone, after } = night
  await alert('checkout is down')
  const page = await phone('ann').rings()
  await after('4m59s900ms')
  await phone('ann').rings({ via: 'voice' })
  await page.press('acknowledge')
  await after('12h')
  phone('ben').isQuiet()
  expect(await entries(night, 'page.rung-entered')).toHaveLength(1)
})

scenario('case 1: a sender that has a page in hand looks again before it calls, and lets go of one that was answered', async (night) => {
  const { alert, phone, after, node, clock } = night
  const second = await night.anotherNode('second')
  await alert('checkout is down')
  const page = await phone('ann').rings()
  await after('1m59s')
  clock.set(clock.now() + 1000)
  const claimed = await claimDeliveries(second.world.db, { channel: 'webhook', node: 'second', now: clock.now(), limit: 10, perOrg: 10 })
  expect(claimed).toMatchObject([{ contact: { address: 'ann/voice' } }])
  await page.press('acknowledge')
  for (const one of claimed) await sendOne(second.world, one)
  await after('12h')
  expect(node.world.node).toBe('first')
})

scenario('case 2: an answer while the voice call waits for its provider means it is never made, and the log says why', async (night) => {
  const { alert, phone, after, providers } = night
  await alert('checkout is down')
  const page = await phone('ann').rings()
  providers.answerFor('ann/voice', { type: 'retry', afterMs: 60_000, why: 'too many calls' }, 1)
  await after('2m30s')
  await page.press('acknowledge')
  await after('12h')
  expect(await entries(night, 'delivery.cancelled')).toMatchObject([{ body: { channel: 'webhook', why: 'acknowledged' } }])
})

scenario(
  'case 3: somebody named twice on a rung is rung once on each channel',
  async ({ alert, phone, after }) => {
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await after('2m')
    await phone('ann').rings({ via: 'voice' })
    await after('2m59s')
  },
  {
    organisation: organisation({
      schedules: [
        { slug: 'front', name: 'Front', timeZone: 'UTC', layers: [{ slug: 'primary', participants: ['ann'], startsOn: '2026-01-05' }] },
      ],
      policies: [policy('standard', [{ delayMinutes: 5, targets: [{ person: 'ann' }, { schedule: 'front' }] }])],
    }),
  },
)

scenario(
  'case 4: a rung whose schedule has nobody is passed over at once, and the log says so',
  async (night) => {
    await night.alert('checkout is down')
    await night.phone('ben').rings()
    expect(await entries(night, 'page.rung-empty')).toMatchObject([{ body: { rung: 0, why: 'no-one-on-call' } }])
  },
  {
    organisation: organisation({
      schedules: [nobodyYet],
      policies: [policy('standard', [{ delayMinutes: 5, targets: [{ schedule: 'nobody-yet' }] }, rung(5, 'ben')])],
    }),
  },
)

scenario(
  'case 5: a ladder of empty rungs wakes the last resort in the same moment, is shown as unowned, and is audited',
  async (night) => {
    const { alert, phone, incident, node } = night
    await alert('checkout is down')
    await phone('last').rings()
    expect((await incident()).pages).toMatchObject([{ unowned: true, state: 'exhausted' }])
    const audited = await node.world.db.query(`select actor, subject from audit where action = 'page.unowned'`)
    expect(audited).toMatchObject([{ actor: { type: 'system' } }])
  },
  {
    organisation: organisation({
      schedules: [nobodyYet],
      policies: [
        policy(
          'standard',
          [
            { delayMinutes: 5, targets: [{ schedule: 'nobody-yet' }] },
            { delayMinutes: 5, targets: [] },
          ],
          { repeat: 2 },
        ),
      ],
    }),
  },
)

scenario(
  'case 6: two repeats are exactly three passes, one exhaustion, then the last resort; the incident stays triggered',
  async (night) => {
    const { alert, phone, after, incident } = night
    await alert('checkout is down')
    for (let pass = 1; pass <= 3; pass += 1) {
      await phone('ben').rings()
      await after('5m')
      await phone('cat').rings()
      await after('5m')
    }
    await phone('last').rings()
    await after('24h')
    expect(await entries(night, 'page.exhausted')).toMatchObject([{ body: { passes: 3 } }])
    expect((await incident()).status).toBe('triggered')
  },
  { organisation: organisation({ policies: [policy('standard', [rung(5, 'ben'), rung(5, 'cat')], { repeat: 2 })] }) },
)

scenario(
  'case 7: a page goes on under the policy it started with, however the policy is edited meanwhile',
  async ({ alert, phone, after, apply }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await apply(organisation({ policies: [policy('standard', [rung(5, 'cat')])] }))
    await after('5m')
    await phone('ann').rings({ via: 'voice' })
    await phone('ben').rings()
  },
)

scenario(
  'case 7: "apply now" moves a waiting page to the same place of the new policy at once',
  async ({ alert, phone, after, apply, api }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await after('5m')
    await phone('ann').rings({ via: 'voice' })
    await phone('ben').rings()
    await apply(organisation({ policies: [policy('standard', [rung(5, 'ann'), rung(7, 'cat'), rung(5, 'last')])] }))
    expect((await api('POST', '/incidents/1/apply-policy', {})).status).toBe(200)
    await phone('cat').rings()
    await after('7m')
    await phone('last').rings()
  },
)

scenario(
  'case 7: when the rung it waits on is gone, "apply now" goes on with the next pass and never stalls',
  async ({ alert, phone, after, apply, api }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await after('5m')
    await phone('ann').rings({ via: 'voice' })
    await phone('ben').rings()
    await apply(organisation({ policies: [policy('standard', [rung(5, 'cat')], { repeat: 1 })] }))
    await api('POST', '/incidents/1/apply-policy', {})
    await phone('cat').rings()
    await after('5m')
    await phone('last').rings()
  },
)

scenario(
  'case 8: a service that moves to another policy stops the old ladder and wakes the new first rung once',
  async ({ alert, phone, after, apply }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    const moved = organisation({
      policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')]), policy('other', [rung(5, 'cat')])],
      services: [service('checkout', 'other')],
    })
    await apply(moved)
    await phone('cat').rings()
    await after('4m')
    await apply(moved)
    await after('59s')
  },
)

scenario(
  'case 9: a forgotten answer runs out after thirty minutes while the alert still fires, and the first rung is woken again; until then repeats only count',
  async (night) => {
    const { alert, phone, after, incident } = night
    await alert('checkout is down')
    const page = await phone('ben').rings()
    await page.press('acknowledge')
    for (let minute = 1; minute <= 29; minute += 1) {
      await after('1m')
      await alert('checkout is down')
    }
    phone('ben').isQuiet()
    await after('59s')
    phone('ben').isQuiet()
    await after('1s')
    await phone('ben').rings()
    expect((await incident()).status).toBe('triggered')
    expect(await entries(night, 'page.acknowledgement-elapsed')).toHaveLength(1)
  },
  { organisation: organisation({ policies: [policy('standard', [rung(45, 'ben')], { ackTimeoutMinutes: 30 })] }) },
)

scenario(
  'case 10: a rung that needs two answers stops each person’s calls as they answer, and the ladder when both have',
  async (night) => {
    const { alert, phone, after, incident } = night
    await alert('checkout is down')
    const ann = await phone('ann').rings({ via: 'push' })
    const cat = await phone('cat').rings({ via: 'push' })
    await after('1m')
    await ann.press('acknowledge')
    await after('1m')
    await phone('cat').rings({ via: 'voice' })
    expect((await incident()).status).toBe('triggered')
    await cat.press('acknowledge')
    expect((await incident()).status).toBe('acknowledged')
    await after('12h')
  },
  {
    organisation: organisation({
      people: [withVoice('ann'), person('ben'), withVoice('cat'), person('last')],
      policies: [policy('standard', [{ ...rung(5, 'ann', 'cat'), require: 'all' }, rung(5, 'ben')])],
    }),
  },
)

scenario(
  'case 10: when the alert clears, nobody of a rung that needs all is called any more',
  async ({ alert, phone, after, clears }) => {
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await phone('cat').rings({ via: 'push' })
    await clears()
    await phone('ann').rings({ kind: 'notice', says: /cleared/ })
    await phone('cat').rings({ kind: 'notice', says: /cleared/ })
    await after('12h')
  },
  {
    organisation: organisation({
      people: [withVoice('ann'), person('ben'), withVoice('cat'), person('last')],
      policies: [policy('standard', [{ ...rung(5, 'ann', 'cat'), require: 'all' }, rung(5, 'ben')])],
    }),
  },
)

scenario(
  'case 11: somebody switched off in the middle of a ladder is called no more, and their rung counts as empty',
  async ({ alert, phone, after, apply }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await apply(organisation({ people: [{ ...withVoice('ann'), disabled: true }, person('ben'), person('cat'), person('last')] }))
    await phone('ben').rings()
    await after('4m59s')
  },
)

scenario('case 12: a snooze that ends while the alert fires wakes the first rung once', async ({ alert, phone, after, api }) => {
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push' })
  await api('POST', '/incidents/1/snooze', { minutes: 20 })
  await after('19m59s')
  phone('ann').isQuiet()
  await after('1s')
  await phone('ann').rings({ via: 'push' })
  await after('1m')
})

scenario('case 12: an alert that clears during the snooze wakes nobody, then or later', async ({ alert, phone, after, api, clears }) => {
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push' })
  await api('POST', '/incidents/1/snooze', { minutes: 20 })
  await after('10m')
  await clears()
  await after('12h')
})

scenario(
  'case 13: when every way to somebody fails for good, the next person is woken at once, and the log says undeliverable',
  async (night) => {
    const { alert, phone, providers, after } = night
    providers.answerFor('ann/push', { type: 'never', why: 'no such topic' })
    providers.answerFor('ann/voice', { type: 'never', why: 'no such number' })
    await alert('checkout is down')
    await phone('ben').rings()
    expect(await entries(night, 'page.undeliverable')).toMatchObject([{ body: { userId: expect.stringContaining('user_') } }])
    await after('4m59s')
  },
)

scenario(
  'when one way to somebody fails for good, their next way is tried at once instead of at its time',
  async ({ alert, phone, providers, after }) => {
    providers.answerFor('ann/push', { type: 'never', why: 'no such topic' })
    await alert('checkout is down')
    await phone('ann').rings({ via: 'voice' })
    await after('4m59s')
    phone('ben').isQuiet()
  },
)

scenario('"I need help" wakes the next rung now, and whoever asked is not rung again for it', async ({ alert, phone, after }) => {
  await alert('checkout is down')
  const page = await phone('ann').rings({ via: 'push' })
  await page.press('help')
  await phone('ben').rings()
  await after('4m59s')
})

scenario('"I can’t take this" passes the page on at once', async ({ alert, phone, after }) => {
  await alert('checkout is down')
  const page = await phone('ann').rings({ via: 'push' })
  expect(await page.press('decline')).toContain('goes on to the next person')
  await phone('ben').rings()
  await after('4m59s')
})

scenario(
  'somebody asked to join is called three times, five minutes apart, without disturbing the ladder',
  async ({ alert, phone, after, api }) => {
    await alert('checkout is down')
    const page = await phone('ann').rings({ via: 'push' })
    await page.press('acknowledge')
    expect((await api('POST', '/incidents/1/responders', { person: 'cat' })).status).toBe(200)
    for (let call = 1; call <= 3; call += 1) {
      await phone('cat').rings()
      await after('5m')
    }
    await after('12h')
  },
)

scenario('reassigning to a person calls them at once and nobody of the old ladder any more', async ({ alert, phone, after, api }) => {
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push' })
  expect((await api('POST', '/incidents/1/reassign', { person: 'cat' })).status).toBe(200)
  const page = await phone('cat').rings()
  await page.press('acknowledge')
  await after('12h')
})

scenario(
  '"escalate now" wakes the next rung without waiting, and the old timer does nothing when it comes',
  async ({ alert, phone, after, api }) => {
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await after('1m')
    await api('POST', '/incidents/1/escalate', { as: 'ann' })
    await phone('ben').rings()
    await after('1m')
    await phone('ann').rings({ via: 'voice' })
    await after('2m59s')
    phone('last').isQuiet()
    await after('1s')
    phone('last').isQuiet()
    await after('1m')
    await phone('last').rings()
  },
)

scenario('what the log says adds up to why somebody was, and was not, woken [BX-01]', async ({ alert, phone, after, why, clock }) => {
  const startedAt = clock.now()
  await alert('checkout is down')
  const page = await phone('ann').rings({ via: 'push' })
  await after('1m')
  await page.press('acknowledge')
  const ann = await why('ann')
  expect(ann.sentence).toBe('Ann was called at 04:10 on rung 1, pass 1, and answered at 04:11.')
  expect(ann.receipts.map((receipt) => receipt.hop)).toEqual([
    'committed',
    'decided',
    'handed-off',
    'accepted',
    'answered',
    'seen',
    'cancelled',
  ])
  const ben = await why('ben')
  expect(ben.sentence).toBe('Ben was not paged: the page was answered at 04:11, before it reached a rung with them on it.')
  expect(clock.now() - startedAt).toBeLessThan(HOUR)
})
