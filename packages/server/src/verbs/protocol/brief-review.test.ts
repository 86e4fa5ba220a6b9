// What the review begins with stands on the log already: the timeline, what was tried, where the protocol was left, and who contributed what.
import type { Brief } from '@muster/contract/protocol.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night
let brief: Brief

const record = async (entry: object, as = 'ann') => {
  const { status } = await night.api('POST', '/incidents/1/record', { as, entry })
  expect(status).toBe(200)
}
const read = async (whom: string) => (await night.api('GET', `/incidents/1/brief?for=${whom}`)).body as Brief
const linesOf = (title: string) => brief.sections.find((section) => section.title === title)?.lines.map(({ text }) => text) ?? []

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down', { severity: 'critical' })
  await night.after('3m')
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  await record({ type: 'impact.noted', text: 'One in ten pays twice' })
  await record({ type: 'hypothesis.stated', text: 'The pool is empty' }, 'ben')
  await record({ type: 'run.step', step: 'Switch', outcome: 'confusing', text: 'Which switch?' })
  await record({ type: 'document.flagged', text: 'Step 3 names a host that is gone' })
  await record({ type: 'deviation.invoked', deviation: 'or-01' })
  await record({ type: 'change.made', action: 'pool', text: '50 to 100' }, 'ben')
  await record({ type: 'update.sent', audience: 'customers', text: 'We are looking into it.' })
  await record({ type: 'followup.created', text: 'Correct step 3', owner: 'Ann', due: '2099-01-01' })
  await night.after('40m')
  await night.api('POST', '/incidents/1/resolve', { as: 'ann' })
  brief = await read('review')
})

afterAll(() => night.close())

test('[PM-01] the timeline is told oldest first, with the figures that count and what users met', () => {
  expect(linesOf('In figures')).toEqual([
    'Answered: 3 min after it began.',
    'First word to customers: 3 min after it began.',
    'Resolved: 43 min after it began.',
  ])
  const [first] = linesOf('Timeline')
  expect(first).toMatch(/^Opened as SEV1 by an alert/)
  expect(linesOf('Timeline').at(-1)).toBe('Ann resolved it.')
  expect(linesOf('What users met')).toEqual(['Ann on the impact: One in ten pays twice'])
})

test('[PM-01] [IR-15] what to improve is prepared: where the protocol was left, what documents lacked, what is left to be done', () => {
  const departures = linesOf('Where we left the protocol')
  expect(departures).toContain('Ann, step Switch, confusing: Which switch?')
  expect(departures.some((text) => text.includes('(OR-01)'))).toBe(true)
  expect(departures.some((text) => text.startsWith('Not done: '))).toBe(true)
  expect(linesOf('What runbooks and documents lacked')).toEqual(['Ann flagged a document: Step 3 names a host that is gone'])
  expect(linesOf('Follow-ups')).toEqual(['Correct step 3 Ann, until 2099-01-01.'])
  expect(linesOf('What it was')).toEqual(['Not settled: The pool is empty (0 for, 0 against)'])
})

test('[SC-05] what support engineers contributed is seen beside what was changed', () => {
  expect(linesOf('Who contributed what')).toEqual([
    'Ann (Support engineer): on the impact 1, told others 1, tried 1, decided 1, wrote down for others 2.',
    'Ben: found or weighed 1, tried 1.',
  ])
})

test('[HP-02] stakeholders read what is thought as a guess until it holds', async () => {
  const section = (await read('stakeholders')).sections.find(({ title }) => title === 'What we think it is')
  expect(section?.lines.map(({ text }) => text)).toEqual(['Not proven yet: The pool is empty'])
})

test('[PM-01] what is said of another entry is said in its words, as nobody who reads it has numbers', async () => {
  await record({ type: 'hypothesis.stated', text: 'The disk is slow' }, 'ben')
  const { seq: hypothesis } =
    (await night.log()).findLast(({ type }) => type === 'hypothesis.stated') ?? expect.fail('It is not written down')
  await record({ type: 'hypothesis.settled', hypothesis, verdict: 'ruled-out', text: 'It writes 2 GB/s' })
  brief = await read('review')
  expect(linesOf('Timeline').at(-1)).toBe('Ann: “The disk is slow” is ruled out. It writes 2 GB/s')
})
