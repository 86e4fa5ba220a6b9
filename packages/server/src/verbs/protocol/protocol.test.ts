// The protocol of a real incident: what is owed follows from its log, and what people record settles it, holds things back, or is refused with a reason.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({ services: [service('checkout', 'standard', { criticalPath: true }), service('login', 'standard')] }),
  })
  await night.alert('checkout is down', { severity: 'critical' })
})

afterEach(() => night.close())

const protocol = async (): Promise<ProtocolView> => (await night.api('GET', '/incidents/1/protocol')).body as ProtocolView
const record = async (entry: Partial<ProtocolEntry> & { type: ProtocolEntry['type'] }, as = 'ann') =>
  night.api('POST', '/incidents/1/record', { as, entry })
const stateOf = (view: ProtocolView, duty: string) => [...view.owed, ...view.settled].find((one) => one.duty === duty)?.state ?? 'none'

test('[PH-01] from its opening it says which phase it is in, what is owed by whom until when, and why that column', async () => {
  const view = await protocol()
  expect(view).toMatchObject({
    pack: { name: 'handbook' },
    class: 'crisis',
    phase: { id: 'stop-the-bleeding', next: { name: 'Stabilize' } },
    column: { id: 'D', isChosen: false, because: [2] },
  })
  expect(view.owed[0]).toMatchObject({ state: 'due', says: expect.any(String), because: [2] })
  await night.after('31m')
  expect(await protocol()).toMatchObject({ phase: { id: 'stabilize' } })
})

test('[SV-03] an organisation chooses its protocol: new incidents are called what it calls them, those before keep theirs', async () => {
  expect(await night.incident()).toMatchObject({ severity: 'SEV0', grade: { label: 'SEV1', class: 'crisis' } })
  const { body } = await night.api('GET', '/config/protocols')
  expect(Object(body).items.map(({ name }: { name: string }) => name)).toEqual(['four-level', 'handbook'])
  const choose = (protocol: string) => night.api('POST', '/config/edit', { put: { organisation: { name: 'The shop', protocol } } })
  expect(await choose('none')).toMatchObject({
    status: 422,
    body: {
      data: { faults: [{ at: 'put.organisation.protocol', says: 'There is no protocol "none". This server has four-level, handbook.' }] },
    },
  })
  expect(await choose('four-level')).toMatchObject({ body: { steps: [{ kind: 'organisation', fields: ['name', 'protocol'] }] } })
  await night.alert('nobody can sign in', { severity: 'critical', service: 'login' })
  await night.phone('ann').rings()
  await night.phone('ann').rings({ says: /▲ SEV1 high Login/ })
  expect(await night.incident(2)).toMatchObject({ severity: 'SEV1', grade: { label: 'SEV1 high', class: 'major' } })
  expect(await night.incident(1)).toMatchObject({ grade: { label: 'SEV1', class: 'crisis' } })
  expect((await night.log(2)).map(({ says }) => says)).toContainEqual(expect.stringMatching(/^Opened as SEV1 high by/))
  const second = (await night.api('GET', '/incidents/2/protocol')).body as ProtocolView
  expect(second).toMatchObject({ pack: { name: 'four-level' }, class: 'major' })
})

test.each([
  ['A', { complete: true, highRisk: false }],
  ['B', { complete: false, highRisk: false }],
  ['C', { complete: true, highRisk: true }],
] as const)('[MX-01] column %s is opened by what is known of the runbook: %o', async (column, runbook) => {
  const url = 'https://wiki.example.org/login'
  await night.apply(organisation({ services: [service('login', 'standard', { runbook: { url, ...runbook } })] }))
  await night.alert('nobody can sign in', { severity: 'critical', service: 'login' })
  const items = ((await night.api('GET', '/incidents?limit=1')).body as { items: { number: number }[] }).items
  const { body } = await night.api('GET', `/incidents/${items[0]?.number}/protocol`)
  expect((body as ProtocolView).column).toMatchObject({ id: column, isChosen: false })
  const started = await night.api('POST', `/incidents/${items[0]?.number}/record`, { as: 'ann', entry: { type: 'run.started', text: url } })
  // What cannot be undone waits for somebody's yes.
  expect(started.status).toBe(column === 'C' ? 409 : 200)
})

test('[IR-01] [IR-05] what is said to an audience settles what was owed to it, with the words drawn from the log', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  const before = await protocol()
  const post = before.owed.find(({ duty }) => duty === 'first-public-post')
  expect(post).toMatchObject({ state: 'due', owner: { who: { slug: 'ann' } }, draft: expect.stringContaining('Checkout') })
  const { status, body } = await record({
    type: 'update.sent',
    audience: 'customers',
    text: 'Payments fail. We are on it.',
    nextMinutes: 15,
  })
  expect(status).toBe(200)
  const after = body as ProtocolView
  expect(stateOf(after, 'first-public-post')).toBe('kept')
  expect(after.audiences.find(({ id }) => id === 'customers')).toMatchObject({ lastAt: expect.any(String), promisedAt: expect.any(String) })
  await night.after('16m')
  expect(stateOf(await protocol(), 'promise-to-customers')).toBe('overdue')
})

test('[RD-01] a role is somebody’s from when they take it, and another’s when they hand it over', async () => {
  await record({ type: 'role.taken', role: 'commander' }, 'ben')
  expect((await protocol()).roles.find(({ id }) => id === 'commander')).toMatchObject({ who: { slug: 'ben' }, since: expect.any(String) })
  await record({ type: 'role.taken', role: 'commander', person: 'cat' }, 'ben')
  expect((await protocol()).roles.find(({ id }) => id === 'commander')).toMatchObject({ who: { slug: 'cat' } })
  const { body } = await night.api('GET', '/incidents/1/log')
  expect(JSON.stringify(body)).toContain('Cat is Incident commander now.')
})

test('[EC-03] a step that takes far longer than those before it is suggested as confusing; nothing is flagged until a person does', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await record({ type: 'run.started', text: 'Failover' })
  for (const step of ['1', '2']) {
    await night.after('2m')
    await record({ type: 'run.step', step, outcome: 'done' })
  }
  await night.after('11m')
  const { advice } = await protocol()
  expect(advice[0]).toMatchObject({ id: 'confusing-step', step: '3', says: 'Is step 3 confusing? Flag it, and ask for help.' })
  expect(stateOf(await protocol(), 'flag-the-step')).toBe('none')
  expect((await night.log()).filter(({ type, body }) => type === 'run.step' && body['outcome'] === 'confusing')).toEqual([])
  expect((await record({ type: 'run.step', step: '3', outcome: 'confusing' })).status).toBe(200)
  expect((await protocol()).advice.map(({ id }) => id)).not.toContain('confusing-step')
  expect(stateOf(await protocol(), 'flag-the-step')).toBe('due')
})

test('[EC-03] a step that failed twice can be flagged as confusing, whatever else is held back', async () => {
  await record({ type: 'run.started', text: 'Failover' })
  await record({ type: 'run.step', step: '1', outcome: 'failed', text: '503' })
  await record({ type: 'run.step', step: '1', outcome: 'failed', text: '503 again' })
  expect((await protocol()).advice[0]).toMatchObject({ id: 'confusing-step', step: '1', why: 'It failed 2 times in this run.' })
  expect((await record({ type: 'run.step', step: '1', outcome: 'confusing' })).status).toBe(200)
})

test('[DV-01] a failed step holds the next one back until somebody decides, and its deviation is suggested, called and owed', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  const { body } = await record({ type: 'run.step', step: 'Switch processor', outcome: 'failed', text: 'PayPal: 503' })
  expect((body as ProtocolView).deviations.find(({ id }) => id === 'dv-01')).toMatchObject({ isSuggested: true, isCalled: false })
  const called = (await record({ type: 'deviation.invoked', deviation: 'dv-01' })).body as ProtocolView
  expect(called.owed.map(({ duty }) => duty)).toEqual(expect.arrayContaining(['dv-01.first', 'dv-01.tell-room', 'dv-01.record']))
  expect(called.owed.find(({ duty }) => duty === 'dv-01.tell-room')?.draft).toContain('PayPal: 503')
  expect(await record({ type: 'run.step', step: 'Go on', outcome: 'done' })).toMatchObject({
    status: 409,
    body: { data: { reason: 'held-back' } },
  })
  await record({ type: 'run.stopped' })
  await record({ type: 'decision.made', about: 'runbook', text: 'Leave step 2 out.' }, 'ben')
  expect((await record({ type: 'run.step', step: 'Go on', outcome: 'done' })).status).toBe(200)
})

test('[SV-04] a downgrade keeps what is owed and says that it is carried', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await night.after('1m')
  const { body } = await record({ type: 'severity.changed', to: 'SEV3', why: 'Only one shop is hit.' })
  const view = body as ProtocolView
  expect(view).toMatchObject({ class: 'business-hours' })
  expect(view.owed.find(({ duty }) => duty === 'command')).toMatchObject({ isCarried: true })
  expect((await night.api('GET', '/incidents/1')).body).toMatchObject({ severity: 'SEV3' })
})

test('[SV-04] what woke nobody wakes its ladder when somebody says that it is graver', async () => {
  await night.alert('one page is slow', { severity: 'warning', service: 'login' })
  const { number, severity } =
    ((await night.api('GET', '/incidents?limit=1')).body as { items: { number: number; severity: string }[] }).items[0] ?? {}
  expect(severity).toBe('SEV3')
  const { status } = await night.api('POST', `/incidents/${number}/record`, {
    as: 'ann',
    entry: { type: 'severity.changed', to: 'SEV1', why: 'Everybody waits.' },
  })
  expect(status).toBe(200)
  expect((await night.api('GET', `/incidents/${number}`)).body).toMatchObject({ severity: 'SEV1', pages: [{ state: 'climbing' }] })
})

test('[IR-10] what was wrong is corrected in the open: both stay on the log, and what rested on it is owed again', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await record({ type: 'update.sent', audience: 'customer-support', text: 'Payments fail.' })
  const told = (await night.api('GET', '/incidents/1/log')).body as { items: { seq: number; type: string }[] }
  const seq = told.items.find(({ type }) => type === 'update.sent')?.seq ?? 0
  expect(stateOf(await protocol(), 'tell-customer-support')).toBe('kept')
  await night.after('20m')
  const { body } = await record({ type: 'entry.withdrawn', seq, why: 'The address was wrong.' })
  expect(stateOf(body as ProtocolView, 'tell-customer-support')).toBe('overdue')
  const log = (await night.api('GET', '/incidents/1/log')).body as { items: { seq: number; says: string }[] }
  expect(log.items.map(({ says }) => says)).toEqual(
    expect.arrayContaining(['Ann told Customer support: Payments fail.', `Ann took back entry ${seq}: The address was wrong.`]),
  )
})

test('[CU-03] who works by the protocol is reminded at the deadline, then the commander hears of it, once each, and both stand on the log', async () => {
  for (const who of ['ann', 'ben', 'cat']) night.phone(who)
  await night.phone('ann').rings()
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await record({ type: 'role.taken', role: 'commander' }, 'ben')
  await record({ type: 'role.taken', role: 'technical-lead' }, 'ann')
  await record({ type: 'update.sent', audience: 'room', text: 'I have it.' })
  await night.after('5m1s')
  await night.phone('ann').rings({ kind: 'notice', says: /Overdue: Post that we are looking into it/ })
  await night.after('5m')
  await night.phone('ben').rings({ kind: 'notice', says: /Overdue:/ })
  const { body } = await night.api('GET', '/incidents/1/log')
  const said = (body as { items: { type: string; says: string; body: { duty?: string } }[] }).items.filter(({ body: { duty } }) =>
    duty?.startsWith('first-public-post#'),
  )
  expect(said.map(({ type }) => type)).toEqual(['duty.nudged', 'duty.raised'])
  expect(said[0]?.says).toContain('Reminded Ann')
})

test('[PO-06] [IR-14] when everything was said and a day is over, a word, an answer or the end begins its clocks again', async () => {
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await record({ type: 'finding.noted', text: 'Half of the requests fail' })
  await night.after('30h')
  const told = async (duty: string) =>
    (await night.log()).filter(({ type, body }) => type.startsWith('duty.') && String(body['duty']).startsWith(`${duty}#`)).length
  const before = await told('progress')
  await night.api('POST', '/incidents/1/say', { as: 'ann', kind: 'did', text: 'Restarted it' })
  await night.after('6m')
  expect(await told('progress')).toBe(before + 1)
  await night.after('30h')
  await night.clears()
  await night.after('16m')
  expect(await told('announce-to-the-room')).toBe(1)
})

test('before anybody works by the protocol it reminds nobody', async () => {
  await night.phone('ann').rings()
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await night.after('25m')
  night.phone('ann').isQuiet()
})

describe('refused with what to do', () => {
  test.each<[string, object, string]>([
    ['a role nobody knows', { type: 'role.taken', role: 'wizard' }, 'The pack has no role "wizard"'],
    ['an audience nobody knows', { type: 'update.sent', audience: 'mars', text: 'x' }, 'The pack has no audience "mars"'],
    ['a deviation nobody knows', { type: 'deviation.invoked', deviation: 'dv-99' }, 'The pack has no deviation "dv-99"'],
    ['a waiver of nothing', { type: 'duty.waived', duty: 'none#1', why: 'x' }, 'Nothing of that key is owed now.'],
    ['a correction of what Muster did', { type: 'entry.withdrawn', seq: 2, why: 'x' }, 'Only what people wrote can be corrected'],
    ['a correction of nothing', { type: 'entry.withdrawn', seq: 999, why: 'x' }, 'There is no entry 999'],
    ['what has not happened yet', { type: 'finding.noted', text: 'x', observedAt: '2099-01-01T00:00:00Z' }, 'That has not happened yet'],
    ['the severity it has', { type: 'severity.changed', to: 'SEV0', why: 'x' }, 'It has this severity already.'],
  ])('%s', async (_what, entry, says) => {
    const { status, body } = await record(entry as ProtocolEntry)
    expect(status).toBe(422)
    expect(JSON.stringify(body)).toContain(says.replaceAll('"', '\\"'))
  })

  test('a role for an account that is nobody', async () => {
    const { status, body } = await night.api('POST', '/incidents/1/record', { entry: { type: 'role.taken', role: 'commander' } })
    expect({ status, said: JSON.stringify(body) }).toMatchObject({ status: 422, said: expect.stringContaining('Say who') })
  })
})

test('[BX-07] [RC-01] what is not mine names who may, with the words ready and what to try meanwhile; doing it is refused, writing it down afterwards is not', async () => {
  const limits = async () => {
    const { body } = await night.api('GET', '/incidents/1/limits')
    return (
      body as { items: { id: string; may: boolean; message: string; holder: { name: string; people: string[] }; instead: string[] }[] }
    ).items
  }
  await record({ type: 'role.taken', role: 'dba', person: 'cat' })
  const restart = (await limits()).find(({ id }) => id === 'database.restart')
  expect(restart).toMatchObject({ may: false, holder: { name: 'Database administrator', people: ['Cat'] } })
  expect(restart?.message).toMatch(/SEV1 Checkout: an administrator is needed for this: .* Please answer within 10 minutes/)
  expect(restart?.instead.length).toBeGreaterThan(0)
  const change = { type: 'change.made', action: 'database.restart', text: 'Restarted it' } as const
  expect(await record(change, 'ann')).toMatchObject({
    status: 409,
    body: { data: { reason: 'not-permitted', hint: expect.stringMatching(/Database administrator \(Cat\) may: ask them.*Meanwhile: /) } },
  })
  expect(await record(change, 'cat')).toMatchObject({ status: 200 })
  expect(await record({ ...change, observedAt: new Date(night.clock.now()).toISOString() }, 'ann')).toMatchObject({ status: 200 })
  expect(await record({ type: 'change.made', action: 'cache.clear', text: 'Cleared it' }, 'ann')).toMatchObject({ status: 200 })
})

test('[RD-03] the handover tells somebody who was not there how it stands, who has what, what was tried and what must still be undone', async () => {
  await record({ type: 'role.taken', role: 'commander' }, 'ben')
  await record({ type: 'finding.noted', text: 'The pool is full' })
  await record({ type: 'run.step', step: 'Restart the gateway', outcome: 'failed', text: 'timeout' })
  await record({ type: 'workaround.applied', action: 'feature.off', text: 'Exports are off' })
  await record({ type: 'decision.made', about: 'priority', text: 'Payments first' }, 'ben')
  await record({ type: 'update.sent', audience: 'executives', text: 'Cards are refused.', nextMinutes: 15 })
  const brief = async (whom: string) =>
    (await night.api('GET', `/incidents/1/brief?for=${whom}`)).body as {
      title: string
      sections: { title: string; lines: { text: string }[]; nothing: string }[]
    }
  const told = await brief('handover')
  const linesOf = (title: string) => told.sections.find((one) => one.title === title)?.lines.map(({ text }) => text)
  expect(told.title).toBe('SEV1 Checkout #1: checkout is down')
  expect(linesOf('Who has what')).toContain('Incident commander: Ben')
  expect(linesOf('What was found')).toEqual(['Ann found: The pool is full'])
  expect(linesOf('What was tried')?.join(' ')).toMatch(/Exports are off.*Restart the gateway, failed: timeout/)
  expect(linesOf('What was decided')).toEqual(['Ben decided on priority: Payments first'])
  expect(linesOf('Still to be undone')).toEqual(['Ann applied a workaround, feature.off: Exports are off'])
  expect(linesOf('Who was told what')).toEqual(['Ann told Executives: Cards are refused.', 'Promised by then: the next word to them.'])
  expect(told.sections.find(({ title }) => title === 'Where to look')).toMatchObject({ lines: [], nothing: 'No link is written down.' })
  await record({ type: 'change.undone', text: 'Exports are on again' })
  const after = await brief('handover')
  expect(after.sections.find(({ title }) => title === 'Still to be undone')?.lines).toEqual([])
  expect((await brief('stakeholders')).sections.map(({ title }) => title)).toEqual([
    'How it stands',
    'How we keep you told',
    'What users see',
    'What we think it is',
    'What was said',
    'What was decided',
  ])
})

test('[RD-01] a role is taken or given back as it was seen: an old screen takes command from nobody, and says who has it', async () => {
  expect((await record({ type: 'role.taken', role: 'commander', from: null }, 'ben')).status).toBe(200)
  const stale = [
    [{ type: 'role.taken', role: 'commander', from: null }, 'cat'],
    [{ type: 'role.released', role: 'commander', from: 'cat' }, 'cat'],
  ] as const
  for (const [entry, as] of stale)
    expect(await record(entry, as)).toMatchObject({
      status: 409,
      body: { data: { reason: 'role-moved-on', hint: expect.stringMatching(/^Ben is Incident commander since \d\d:\d\d UTC\. /) } },
    })
  expect((await protocol()).roles.find(({ id }) => id === 'commander')?.who).toMatchObject({ slug: 'ben' })
  expect((await record({ type: 'role.taken', role: 'commander', from: 'ben' }, 'cat')).status).toBe(200)
  expect((await record({ type: 'role.released', role: 'commander', from: 'cat' }, 'ann')).status).toBe(200)
  expect(await record({ type: 'role.released', role: 'commander', from: 'cat' }, 'ann')).toMatchObject({
    status: 409,
    body: { data: { hint: expect.stringContaining('Incident commander is vacant now.') } },
  })
  for (const { body } of (await night.log()).filter(({ type }) => type.startsWith('role.'))) expect(body).not.toHaveProperty('from')
})
