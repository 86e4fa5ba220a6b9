// The end of an incident on screen: what stands before its close, who owes it, the close itself, and what it leaves behind for everybody.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy } from './night.ts'

let opened: Console
let ana: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [{ slug: 'ana', name: 'Ana' }],
    ...calledBy('ana'),
    services: [{ slug: 'reports', name: 'Reports', policy: 'standard' }],
  })
  const declared = { as: 'ana', service: 'reports', title: 'Exports fail for some', severity: 'SEV2', mine: true }
  expect((await opened.muster.api('POST', '/api/v1/incidents', declared)).status).toBe(201)
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
}, 900_000)

afterAll(() => opened?.stop())

test('[IR-14] a follow-up is written while it is fresh, and stands on the list of all with its owner and date', async () => {
  await opened.record('ana', { type: 'followup.created', text: 'Alert on slow exports', owner: 'Data team', due: '2020-01-01' })
  await opened.record('ana', { type: 'followup.created', text: 'Review the queries', owner: 'Ana', due: '2099-01-01' })
  await ana.goto(opened.address('incidents'))
  await ana.getByRole('link', { name: 'Follow-ups' }).click()
  await ana.getByText('Late: was due 2020-01-01').waitFor()
  await expectFit(ana, 'follow-ups')
  await lookAs(ana, PHONE)
  await ana.getByRole('button', { name: 'Move: Alert on slow exports' }).click()
  await ana.getByRole('textbox', { name: 'Until when' }).fill('2099-02-01')
  await ana.getByRole('textbox', { name: 'Why' }).fill('It waits for the vendor')
  await ana.getByRole('button', { name: 'Move it' }).click()
  await ana.getByText('moved once').waitFor()
  await ana.getByRole('button', { name: 'Done: Review the queries' }).click()
  await ana.getByRole('textbox', { name: 'How it was proven' }).fill('Reviewed with the team, test added')
  await ana.getByRole('button', { name: 'It is done' }).click()
  await ana.getByRole('dialog', { name: 'How was it proven?' }).waitFor({ state: 'hidden' })
  await ana.getByText('Review the queries').waitFor({ state: 'detached' })
  await ana.getByRole('radiogroup', { name: 'Which follow-ups' }).getByText('Done', { exact: true }).click()
  await ana.getByText('Reviewed with the team, test added').waitFor()
})

test('[IR-14] how it was proven stays half written when somebody else has said it', async () => {
  await opened.record('ana', { type: 'followup.created', text: 'Drill the export', owner: 'Ana', due: '2099-01-01' })
  await ana.goto(opened.address('follow-ups'))
  await ana.getByRole('button', { name: 'Done: Drill the export' }).click()
  const dialog = ana.getByRole('dialog', { name: 'How was it proven?' })
  await dialog.getByRole('textbox').fill('Drilled on')
  const { body } = await opened.muster.api('GET', '/api/v1/follow-ups')
  const { seq } = (Object(body).items as { seq: number; text: string }[]).find(({ text }) => text === 'Drill the export') ?? {}
  await opened.record('ana', { type: 'followup.done', followup: seq, text: 'Drilled twice' })
  await dialog.getByText('This was settled meanwhile by somebody else.').waitFor()
  expect(await dialog.getByRole('textbox').inputValue()).toBe('Drilled on')
  await dialog.getByRole('button', { name: 'Close it' }).click()
  await dialog.waitFor({ state: 'hidden' })
})

test('[IR-14] when it is over the screen says what stands before its close; done or said not to be needed, it is closed', async () => {
  expect((await opened.muster.api('POST', '/api/v1/incidents/1/resolve', { as: 'ana' })).status).toBe(200)
  await ana.goto(opened.address('incidents/1'))
  const before = ana.getByRole('region', { name: 'Before it is closed' })
  await before.getByText('Announce in the room that it is resolved.').waitFor()
  expect(await before.getByRole('button', { name: 'Close #1…' }).getAttribute('aria-disabled')).toBe('true')
  await expectFit(ana, 'closing')
  await lookAs(ana, PHONE)
  const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/protocol')
  for (const duty of Object(body).blocksClose) await opened.record('ana', { type: 'duty.waived', duty, why: 'Nobody outside has noticed' })
  await before.getByRole('button', { name: 'Close #1…' }).click()
  await ana.getByRole('dialog', { name: 'Close it?' }).getByRole('button', { name: 'Close it' }).click()
  await ana.getByText(/^Closed /).waitFor()
})

test('[PM-01] what the review begins with is there at once, to be read and printed', async () => {
  await ana.goto(opened.address('incidents/1/brief?for=review'))
  await ana
    .getByRole('region', { name: 'Follow-ups' })
    .getByText(/Alert on slow exports/)
    .waitFor()
  await expectFit(ana, 'brief-review')
})
