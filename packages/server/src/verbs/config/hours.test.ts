// Working calendars in the configuration: given, kept, given back, and refused with what to do.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'))
})
afterEach(() => night.close())

const week = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }]
const hours = { timeZone: 'Europe/Berlin', week, holidays: ['2026-12-25'] }
const exported = async (): Promise<ConfigDocument> => (await night.api('GET', '/config')).body as ConfigDocument
const apply = (document: object) => night.api('POST', '/config', document)

test('[SV-02] a calendar is given back as it was given; left out it stays, and null takes it away', async () => {
  const document = organisation({
    services: [service('checkout', 'standard', { hours: { ...hours, timeZone: 'Asia/Tokyo' }, external: true, fallback: 'The other one' })],
  })
  expect((await apply({ ...document, organisation: { name: 'Acme', hours } })).body).toMatchObject({
    steps: expect.arrayContaining([expect.objectContaining({ kind: 'organisation', fields: expect.arrayContaining(['hours']) })]),
  })
  const given = await exported()
  expect([given.organisation?.hours, given.services[0]]).toMatchObject([
    hours,
    { hours: { timeZone: 'Asia/Tokyo' }, external: true, fallback: 'The other one' },
  ])
  expect((await apply(given)).body).toMatchObject({ steps: [] })
  await apply({ ...given, organisation: { name: 'Acme' } })
  expect((await exported()).organisation?.hours).toEqual(hours)
  await apply({ ...given, organisation: { name: 'Acme', hours: null } })
  expect((await exported()).organisation?.hours).toBeUndefined()
})

test('[SV-02] the console changes it only as it was looked at', async () => {
  const was = (await exported()).organisation
  const put = { organisation: { name: 'Acme', hours } }
  const looked = { organisation: { ...was, hours: was?.hours ?? null } }
  expect((await night.api('POST', '/config/edit', { put, was: looked })).status).toBe(200)
  expect((await night.api('POST', '/config/edit', { put, was: looked })).status).toBe(409)
})

test('[SV-02] hours that end before they begin are refused at their place', async () => {
  const wrong = { ...hours, week: [{ days: [1], from: '17:00', to: '09:00' }] }
  const { status, body } = await apply({ ...organisation(), organisation: { name: 'Acme', hours: wrong } })
  expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('It ends before it begins')])
})
