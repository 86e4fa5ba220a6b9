// The deviation ledger over real incidents: what was waived again and again proposes an edit, and the version that follows from it names it.
import type { PackLedger, PackShown } from '@muster/contract/packs.ts'
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'))
})

afterEach(() => night.close())

const ledger = async (query = '') => (await night.api('GET', `/deviation-ledger${query}`)).body as PackLedger
const entry = ({ entries }: PackLedger, key: string) => entries.find((one) => one.key === key)

/** Somebody declares one, and waives its ticket. */
async function waived(number: number, why: string): Promise<void> {
  const declared = { service: 'checkout', title: `Trouble ${number}`, severity: 'SEV0', source: 'a customer', anyway: true, as: 'ann' }
  await night.api('POST', '/incidents', declared)
  const { owed } = (await night.api('GET', `/incidents/${number}/protocol`)).body as ProtocolView
  const duty = owed.find((one) => one.duty === 'ticket')?.key
  const { status } = await night.api('POST', `/incidents/${number}/record`, { as: 'ann', entry: { type: 'duty.waived', duty, why } })
  expect(status).toBe(200)
}

test('[BX-16] what is waived in most incidents proposes an edit; accepted, it is a version with a difference that names the ledger', async () => {
  for (const number of [1, 2, 3]) await waived(number, 'Ann has one open already')
  const told = await ledger()
  expect(told).toMatchObject({ incidents: 3, pack: { name: 'handbook', isOwn: false } })
  const found = entry(told, 'waived:ticket')
  expect(found).toMatchObject({ incidents: [3, 2, 1], of: 3, reasons: ['somebody has one open already'] })
  expect(found?.proposal).toMatchObject({ path: ['duties', 'ticket', 'classes'] })
  const [part = '', thing = '', field = ''] = found?.proposal?.path ?? []
  const change = JSON.stringify({ [part]: { [thing]: { [field]: found?.proposal?.value } } })
  const document = `extends: handbook\npack: ours\nversion: 1\nabout: Ours.\nchange: ${change}\n`
  const published = await night.api('POST', '/packs', { document, after: 0, note: 'nobody opens one', proposedBy: found?.key })
  expect(published.status).toBe(200)
  const { versions } = published.body as PackShown
  expect(versions[0]).toMatchObject({
    proposedBy: 'waived:ticket',
    changes: expect.arrayContaining([expect.stringMatching(/^Duty ticket, classes/)]),
  })
})

test('[BX-16] it reads no more than it is asked for, and nothing of what touched nothing outside', async () => {
  for (const number of [1, 2]) await waived(number, 'small')
  await night.api('POST', '/incidents', { service: 'checkout', title: 'Try it', severity: 'SEV0', source: 'me', test: true, anyway: true })
  expect(await ledger('?incidents=1')).toMatchObject({ incidents: 1 })
  expect(entry(await ledger('?incidents=1'), 'waived:ticket')).toMatchObject({ incidents: [2], of: 1 })
  expect(await ledger()).toMatchObject({ incidents: 2 })
  expect(JSON.stringify(await ledger())).not.toContain('Ann')
})
