// What every way of reaching a person must do, whatever its vendor: one suite, run for each channel.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Delivered, Destination, Message } from '@muster/adapters/channel.ts'

/** The vendor's fake, seen through what all fakes have in common. */
export type ContractVendor = {
  violations: string[]
  answerNext: (status: number) => void
  /** `keys` tells messages apart as the receiver would; `texts` is what a person reads. */
  keys: () => string[]
  texts: () => string[]
  hang: () => void | Promise<void>
  down: () => Promise<void>
  close: () => Promise<void>
}

export type ContractSubject = {
  channel: Channel
  destination: Destination
  vendor: ContractVendor
  /** What must never be read in a `why`. */
  secrets: string[]
  retryable: number[]
  permanent: number[]
  /** The longest text a receiver may be handed, in bytes. */
  textBytes: number
  close?: () => void | Promise<void>
}

export const aPage: Message = {
  key: 'page_01/rung-1/pass-1/ntfy',
  attempt: 1,
  kind: 'page',
  short: 'checkout is down',
  title: 'SEV1 checkout is down',
  body: 'checkout is down since 03:10\nerror rate 40 %',
  url: 'https://muster.example/a/signed-token',
  severity: 'SEV1',
  sentAt: Date.UTC(2026, 0, 15, 3, 10),
}

export function adapterContract(name: string, setup: () => Promise<ContractSubject>): void {
  describe(`${name} keeps the contract of every channel`, () => {
    let subject: ContractSubject
    beforeEach(async () => {
      subject = await setup()
    })
    afterEach(async () => {
      expect(subject.vendor.violations, 'what broke the contract of the vendor').toEqual([])
      await subject.close?.()
      await subject.vendor.close()
    })
    const deliver = (message: Message = aPage, signal = new AbortController().signal): Promise<Delivered> =>
      subject.channel.deliver(message, subject.destination, signal)

    test('an accepted message is delivered, once', async () => {
      expect(await deliver()).toMatchObject({ type: 'delivered' })
      expect(subject.vendor.keys()).toHaveLength(1)
    })

    test('what may pass is tried again, what cannot is not', async () => {
      for (const status of subject.retryable) {
        subject.vendor.answerNext(status)
        expect(await deliver(), String(status)).toMatchObject({ type: 'retry' })
      }
      for (const status of subject.permanent) {
        subject.vendor.answerNext(status)
        expect(await deliver(), String(status)).toMatchObject({ type: 'never' })
      }
    })

    test('a repeat carries the same key and says that it may be a repeat', async () => {
      await deliver()
      await deliver({ ...aPage, attempt: 2 })
      await deliver({ ...aPage, key: 'another page' })
      const [first, second, third] = subject.vendor.keys()
      expect(second).toBe(first)
      expect(third).not.toBe(first)
      const [once = '', again = ''] = subject.vendor.texts()
      expect(once).not.toMatch(/repeat/i)
      expect(again).toMatch(/may be a repeat/i)
    })

    test('no secret is ever read in a reason', async () => {
      const reasons: string[] = []
      for (const status of [...subject.retryable, ...subject.permanent]) {
        subject.vendor.answerNext(status)
        reasons.push(JSON.stringify(await deliver()))
      }
      await subject.vendor.down()
      reasons.push(JSON.stringify(await deliver()))
      for (const secret of subject.secrets) expect(reasons.join('\n')).not.toContain(secret)
    })

    test('a text beyond the limits is cut between characters and still delivered', async () => {
      const endless = { ...aPage, title: '🔥"\r\n'.repeat(5000), body: '\u0000\ud800 🔥"\n'.repeat(50_000), short: 'x'.repeat(9000) }
      expect(await deliver(endless)).toMatchObject({ type: 'delivered' })
      for (const text of subject.vendor.texts()) {
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(subject.textBytes)
        expect(text.isWellFormed()).toBe(true)
      }
    })

    test('a vendor that hangs is left within five seconds, to be tried again', { timeout: 10_000 }, async () => {
      await subject.vendor.hang()
      const before = performance.now()
      expect(await deliver()).toMatchObject({ type: 'retry' })
      expect(performance.now() - before).toBeLessThan(5000)
    })

    test('a delivery that is called off stops at once', async () => {
      await subject.vendor.hang()
      const before = performance.now()
      expect(await deliver(aPage, AbortSignal.timeout(100))).toMatchObject({ type: 'retry' })
      expect(performance.now() - before).toBeLessThan(1500)
    })

    test('a vendor that refuses connections is tried again', async () => {
      await subject.vendor.down()
      expect(await deliver()).toMatchObject({ type: 'retry' })
    })
  })
}
