// Questions from outside on a real server: they wait for the liaison, ring nobody who works on the fix, and are answered by name or with an update.
import type { CommunicationView } from '@muster/contract/communication.ts'
import type { ProtocolView } from '@muster/contract/protocol.ts'
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { MOST_OPEN } from '@muster/core/comms/questions.ts'
import { join } from '@muster/testkit/night/browser.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, service } from '@muster/testkit/night/organisation.ts'
import { Refused, type Caller } from '../actor.ts'
import { showCommunication } from './show-communication.ts'
import { showLoss } from './show-loss.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({
      people: ['ann', 'ben', 'cat', 'last'].map((slug) => person(slug)),
      services: [service('checkout', 'standard', { criticalPath: true })],
    }),
  })
  await night.alert('checkout is down', { severity: 'critical' })
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
})

afterEach(() => night.close())

const record = (entry: Partial<ProtocolEntry> & { type: ProtocolEntry['type'] }, as = 'ben') =>
  night.api('POST', '/incidents/1/record', { as, entry })
const ask = (text: string, as = 'cat', audience = 'executives') => night.api('POST', '/incidents/1/questions', { as, audience, text })
const communication = async () => (await night.api('GET', '/incidents/1/communication')).body as CommunicationView
const protocol = async () => (await night.api('GET', '/incidents/1/protocol')).body as ProtocolView

test('[BX-14] a question waits in the queue of whoever speaks for the room, and is not owed by the support engineer', async () => {
  await record({ type: 'role.taken', role: 'communications' })
  expect((await ask('When can people pay again?')).status).toBe(200)
  const { queue, askedOf, questions } = await communication()
  expect(askedOf).toEqual(['Ben'])
  expect(questions.open).toBe(1)
  expect(queue).toMatchObject([{ audienceName: 'Executives', text: 'When can people pay again?', by: 'Cat', answer: null }])
  const owed = (await protocol()).owed.find(({ duty }) => duty === 'answer-executives')
  expect(owed).toMatchObject({ owner: { who: { slug: 'ben' } }, because: [queue[0]?.seq] })
  expect((await night.log()).map(({ says }) => says)).toContain('Cat asked the liaison, for Executives: When can people pay again?')
})

test('[BX-14] an answer ends its question alone; answered once, it is answered', async () => {
  await ask('When can people pay again?')
  await ask('Which countries?')
  const [first, second] = (await communication()).queue
  expect((await record({ type: 'question.answered', question: first?.seq ?? 0, text: 'Not before ten.' })).status).toBe(200)
  expect((await communication()).queue).toMatchObject([{ seq: second?.seq }])
  expect((await night.log()).map(({ says }) => says)).toContain('Ben answered "When can people pay again?": Not before ten.')
  expect(await record({ type: 'question.answered', question: first?.seq ?? 0, text: 'At nine.' })).toMatchObject({
    status: 409,
    body: { data: { reason: 'answered-already' } },
  })
  expect(await record({ type: 'question.answered', question: 1, text: 'Yes.' })).toMatchObject({ status: 422 })
  const states = [...(await protocol()).owed, ...(await protocol()).settled].filter(({ duty }) => duty === 'answer-executives')
  expect(states.map(({ state }) => state).toSorted()).toEqual(['due', 'kept'])
})

test('[BX-14] an update answers several questions of its audience, and what takes it back opens them again', async () => {
  await ask('When can people pay again?')
  await ask('Which countries?')
  await ask('Is my order lost?', 'cat', 'customers')
  const answers = (await communication()).queue.filter(({ audience }) => audience === 'executives').map(({ seq }) => seq)
  const update = { type: 'update.sent' as const, audience: 'executives', text: 'All of Europe, until ten.', answers }
  expect(await record({ ...update, audience: 'customers' })).toMatchObject({ status: 422 })
  expect((await record(update)).status).toBe(200)
  expect((await communication()).queue.map(({ text }) => text)).toEqual(['Is my order lost?'])
  const { seq = 0 } = (await night.log()).find(({ type }) => type === 'update.sent') ?? {}
  await record({ type: 'entry.withdrawn', seq, why: 'It is not all of Europe.' })
  expect((await communication()).queue.map(({ text }) => text)).toEqual([
    'When can people pay again?',
    'Which countries?',
    'Is my order lost?',
  ])
})

test('[BX-14] whoever may only read may ask for themselves, reads their answers, and speaks for nobody else', async () => {
  const token = await addToken(night.node, { scopes: ['read'] })
  const headers = { authorization: `Bearer ${token}` }
  const asked = await night.api('POST', '/incidents/1/questions', { audience: 'executives', text: 'When?' }, headers)
  expect(asked.status).toBe(200)
  const { mine } = asked.body as CommunicationView
  expect(mine).toMatchObject([{ text: 'When?', isMine: true, answer: null }])
  await record({ type: 'question.answered', question: mine[0]?.seq ?? 0, text: 'At ten.' })
  const { body } = await night.api('GET', '/incidents/1/communication', undefined, headers)
  expect(body).toMatchObject({ queue: [], mine: [{ answer: { text: 'At ten.', by: 'Ben', isUpdate: false } }], isAnswering: false })
  const forAnn = { audience: 'executives', text: 'When?', as: 'ann' }
  expect(await night.api('POST', '/incidents/1/questions', forAnn, headers)).toMatchObject({ status: 403 })
  expect(await night.api('POST', '/incidents/1/record', { entry: { type: 'finding.noted', text: 'x' } }, headers)).toMatchObject({
    status: 403,
  })
})

test('[BX-14] nobody fills the queue alone: after many open questions the next one is refused with what to do', async () => {
  for (let asked = 0; asked < MOST_OPEN; asked += 1) expect((await ask(`Question ${asked}`)).status).toBe(200)
  expect(await ask('One more')).toMatchObject({ status: 409, body: { data: { reason: 'too-many-open-questions' } } })
  expect((await ask('And I?', 'last')).status).toBe(200)
  expect(await ask('Who?', 'last', 'nobody')).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'audience' }] } } })
})

test('[BX-14] the liaison is reminded before an answer is due, and the support engineer is not', async () => {
  await record({ type: 'role.taken', role: 'communications' })
  await record({ type: 'role.taken', role: 'commander' }, 'last')
  await ask('Is my order lost?', 'cat', 'customers')
  await night.after('14m')
  const told = (await night.log()).filter(
    ({ type, body }) => type.startsWith('duty.') && String(body['duty']).startsWith('answer-questions'),
  )
  expect(told.map(({ says }) => says)).toEqual(['Reminded Ben: Answer the question that waits, or say when you can.'])
})

test('[BX-14] a question rings nobody, and does not begin the reminders where nobody works by the protocol', async () => {
  await night.phone('ann').rings()
  await ask('When can people pay again?')
  await night.after('25m')
  expect((await night.log()).filter(({ type }) => type.startsWith('duty.'))).toEqual([])
  night.nothingElse()
})

test('[CU-03] a promise made anew in time is told to whoever waits, and counted as such', async () => {
  await night.apply(
    organisation({
      people: ['ann', 'ben', 'cat', 'last'].map((slug) => person(slug)),
      services: [service('checkout', 'standard', { criticalPath: true })],
      audiences: { executives: [{ person: 'cat' }] },
    }),
  )
  await record({ type: 'update.sent', audience: 'executives', text: 'Payments fail.', nextMinutes: 15 })
  await night.phone('cat').rings({ kind: 'notice' })
  await night.after('14m')
  await record({ type: 'promise.made', audience: 'executives', nextMinutes: 10 })
  await night.phone('cat').rings({ kind: 'notice', says: /We need longer: the next word comes at \d\d:\d\d UTC/ })
  expect(await communication()).toMatchObject({ promises: { renegotiated: 1, open: 1, overdue: 0 } })
  await night.after('11m')
  const { body } = await night.api('GET', '/incidents/1/brief?for=stakeholders')
  expect(JSON.stringify(body)).toContain('Promises: 1 made anew in time, 1 overdue.')
  expect(await communication()).toMatchObject({
    standing: 'late',
    says: expect.stringMatching(/^The word promised to Executives is .* late\.$/),
  })
})

test('[HP-03] what it costs is told to whoever asks once somebody has estimated it, and its figure is not in the story', async () => {
  const loss = async () => (await night.api('GET', '/incidents/1/loss')).body
  expect(await loss()).toEqual({ loss: null })
  expect(await record({ type: 'loss.estimated', amount: 60_000, currency: 'euro' })).toMatchObject({ status: 422 })
  expect((await record({ type: 'loss.estimated', amount: 60_000, currency: 'EUR' })).status).toBe(200)
  await night.after('30m')
  expect(await loss()).toMatchObject({
    loss: { perHour: 60_000, soFar: 30_000, restoredPercent: null, says: 'About 30,000 EUR so far, estimated at 60,000 EUR an hour.' },
  })
  await record({ type: 'reading.changed', metric: 'restored', text: '70 % of payments pass' })
  expect(await loss()).toMatchObject({ loss: { restoredPercent: 70 } })
  expect((await night.log()).map(({ says }) => says)).toContain('Ben estimated what an hour of it costs.')
})

test('[HP-03] the figure is in no other reading: not in the log, a brief, a packet or the communication', async () => {
  await record({ type: 'loss.estimated', amount: 61_234, currency: 'EUR', text: 'By finance' })
  const paths = [
    'log?limit=1000',
    'brief?for=stakeholders',
    'brief?for=handover',
    'brief?for=review',
    'specialists',
    'communication',
    'protocol',
    '',
  ]
  for (const path of paths) {
    const { status, body } = await night.api('GET', `/incidents/1/${path}`.replace(/\/$/, ''))
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/61[.,]?234|By finance/)
  }
})

test('[HP-03] what it costs is told to whoever commands or speaks for the incident and to leads, and to no other reader', async () => {
  await record({ type: 'loss.estimated', amount: 60_000, currency: 'EUR' })
  const asks = async (caller: Partial<Caller>) => {
    const whole: Caller = {
      orgId: night.node.orgId,
      actor: { type: 'token', name: 'a test' },
      scopes: ['read', 'respond'],
      sees: [],
      ...caller,
    }
    const told = await showLoss(night.node.world, whole, '1').catch((error: unknown) => (error instanceof Refused ? error.reason : error))
    const { mayAskCost } = await showCommunication(night.node.world, whole, '1')
    return [typeof told === 'string' ? told : 'told', mayAskCost]
  }
  const { people } = (await night.node.world.db.app(night.node.orgId, (tx) => night.node.world.configs.of(tx, night.node.orgId))).directory
  const as = (slug: string): Partial<Caller> => {
    const found = [...people.values()].find((one) => one.slug === slug)
    if (found === undefined) throw new Error(`nobody is called ${slug}`)
    return { actor: { type: 'user', id: found.id, name: found.name } }
  }
  await record({ type: 'role.taken', role: 'commander' }, 'cat')
  await record({ type: 'role.taken', role: 'communications' }, 'ben')
  expect(await asks(as('cat'))).toEqual(['told', true])
  expect(await asks(as('ben'))).toEqual(['told', true])
  expect(await asks(as('ann'))).toEqual(['loss-not-yours', false])
  expect(await asks({})).toEqual(['loss-not-yours', false])
  expect(await asks({ scopes: ['read', 'respond', 'configure'] })).toEqual(['told', true])
})

test('[HP-03] whoever is signed in and speaks for the incident is told over the wire, and a stakeholder is refused with whom to ask', async () => {
  await record({ type: 'loss.estimated', amount: 60_000, currency: 'EUR' })
  const ben = await join(night.node, { role: 'responder', person: 'ben' })
  const guest = await join(night.node, { role: 'stakeholder' })
  expect(await ben.get('/api/v1/incidents/1/loss')).toMatchObject({ status: 403, body: { data: { reason: 'loss-not-yours' } } })
  await record({ type: 'role.taken', role: 'communications' })
  expect(await ben.get('/api/v1/incidents/1/loss')).toMatchObject({ status: 200, body: { loss: { perHour: 60_000 } } })
  expect(await guest.get('/api/v1/incidents/1/loss')).toMatchObject({
    status: 403,
    body: { data: { reason: 'loss-not-yours', hint: expect.stringContaining('Ask the liaison.') } },
  })
})

test('[HP-03] a service says what a minute without it costs, and the document tells that to whoever may configure alone', async () => {
  const document = organisation({
    people: ['ann', 'ben', 'cat', 'last'].map((slug) => person(slug)),
    services: [service('checkout', 'standard', { criticalPath: true, lossPerMinute: { amount: 500, currency: 'EUR' } })],
  })
  await night.apply(document)
  await night.after('30m')
  expect((await night.api('GET', '/incidents/1/loss')).body).toMatchObject({
    loss: { perHour: 30_000, by: 'organisation', says: expect.stringMatching(/so far, set for this service at 30,000 EUR an hour\.$/) },
  })
  const exported = async (token: string) => (await night.api('GET', '/config', undefined, { authorization: `Bearer ${token}` })).body
  expect(Object(await exported(await addToken(night.node))).services[0]).toMatchObject({ lossPerMinute: { amount: 500, currency: 'EUR' } })
  const read = await exported(await addToken(night.node, { scopes: ['read'] }))
  expect(JSON.stringify(read)).not.toContain('lossPerMinute')
  // Left out, as such a reader sees it, it stays; null takes it away.
  const without = { ...document, services: [service('checkout', 'standard', { criticalPath: true, whatToDo: 'Look at the queue' })] }
  await night.apply(without)
  expect((await night.api('GET', '/incidents/1/loss')).body).toMatchObject({ loss: { perHour: 30_000 } })
  await night.apply({ ...without, services: [service('checkout', 'standard', { criticalPath: true, lossPerMinute: null })] })
  expect((await night.api('GET', '/incidents/1/loss')).body).toEqual({ loss: null })
})
