// What is sent about one incident belongs together: pages, news, updates.
import { startNight } from '@muster/testkit/night/night.ts'
import { organisation } from '@muster/testkit/night/organisation.ts'
import { expect, inject, test } from 'vitest'

test('[IR-04] pages, the word that it is over and updates of an incident share one thread and one subject, also once its severity has changed', async () => {
  const night = await startNight(inject('cluster'), { organisation: organisation({ audiences: { executives: [{ person: 'cat' }] } }) })
  await night.alert('checkout is down', { severity: 'error' })
  await night.after('5m')
  await night.api('POST', '/incidents/1/record', { entry: { type: 'severity.changed', to: 'SEV0', why: 'nobody can pay' } })
  await night.api('POST', '/incidents/1/record', { entry: { type: 'update.sent', audience: 'executives', text: 'We are on it.' } })
  await night.clears()
  const told = night.providers.arrived.map(({ to, message }) => ({ to, ...message }))
  expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['page', 'notice']))
  expect(told.map(({ to }) => to)).toEqual(
    expect.arrayContaining([expect.stringMatching('ann'), expect.stringMatching('ben'), expect.stringMatching('cat')]),
  )
  const { id } = await night.incident()
  expect(new Set(told.map(({ thread }) => thread))).toEqual(new Set([id]))
  expect(new Set(told.map(({ subject }) => subject))).toEqual(new Set(['#1 Checkout: checkout is down']))
  expect(new Set(told.map(({ title }) => title)).size).toBeGreaterThan(2)
  await night.close()
})
