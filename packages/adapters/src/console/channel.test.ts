// The demo's telephone.
import { aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { expect, test } from 'vitest'
import { consoleChannel } from './channel.ts'
import type { Shown } from './channel.ts'

const destination = { channel: 'console', address: 'Alex', secret: null } as const
const calm = new AbortController().signal

test('a message is shown as the phone of its person would show it', async () => {
  const screen: Shown[] = []
  const channel = consoleChannel({ sink: (shown) => void screen.push(shown) })
  expect(await channel.deliver(aPage, destination, calm)).toEqual({ type: 'delivered', receipt: null })
  expect(screen).toMatchObject([{ to: 'Alex', key: aPage.key, title: aPage.title, body: aPage.body, url: aPage.url, severity: 'SEV1' }])
})

test('a repeat says that it may be one, and no text is endless', async () => {
  const screen: Shown[] = []
  const channel = consoleChannel({ sink: (shown) => void screen.push(shown) })
  await channel.deliver({ ...aPage, attempt: 2, body: 'x'.repeat(100_000) }, destination, calm)
  expect(screen[0]?.body).toMatch(/may be a repeat/)
  expect(screen[0]?.body.length).toBeLessThanOrEqual(4096)
})

test('a screen that breaks is tried again, with no word of why it broke', async () => {
  const channel = consoleChannel({ sink: () => Promise.reject(new Error('s3cret')) })
  expect(await channel.deliver(aPage, destination, calm)).toEqual({
    type: 'retry',
    afterMs: null,
    why: 'The console could not be written to',
  })
  expect(await channel.deliver(aPage, destination, AbortSignal.abort())).toMatchObject({ type: 'retry' })
})
