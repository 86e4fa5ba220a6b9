// What every source of readings must do, whatever its vendor: one suite, run for each kind.
import type { MetricAnswer, MetricSource, RangeAnswer } from '@muster/adapters/metric-source.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** The vendor's fake, seen through what all fakes have in common. */
export type SourceVendor = {
  violations: string[]
  gives: (query: string, ...figures: readonly (number | string)[]) => void
  answerNext: (status: number, headers?: Record<string, string>, body?: string) => void
  hang: () => void
  down: () => Promise<void>
  close: () => Promise<void>
}

export type SourceSubject = {
  source: MetricSource
  vendor: SourceVendor
  /** What must never be read in a `why`. */
  secrets: string[]
  retryable: number[]
  /** It will not answer us until somebody mends that. */
  permanent: number[]
  /** The question has to be mended. */
  unanswerable: number[]
}

const at = Date.UTC(2026, 0, 15, 3, 10)

export function sourceContract(name: string, setup: () => Promise<SourceSubject>): void {
  describe(`${name} keeps the contract of every source`, () => {
    let subject: SourceSubject
    beforeEach(async () => {
      subject = await setup()
    })
    afterEach(async () => {
      expect(subject.vendor.violations, 'what broke the contract of the vendor').toEqual([])
      await subject.vendor.close()
    })
    const read = (query = 'success', signal = new AbortController().signal) => subject.source.read(query, at, signal)
    const range = (query = 'success') =>
      subject.source.range(query, { from: at - 120_000, to: at, stepSeconds: 60 }, new AbortController().signal)
    const asking: Asking = { vendor: () => subject.vendor, subject: () => subject, read, range }
    numbers(asking)
    troubles(asking)
  })
}

type Asking = {
  subject: () => SourceSubject
  vendor: () => SourceVendor
  read: (query?: string, signal?: AbortSignal) => Promise<MetricAnswer>
  range: (query?: string) => Promise<RangeAnswer>
}

function numbers({ vendor, read, range }: Asking): void {
  test('[IR-03] one number is one number, now and over a time', async () => {
    vendor().gives('success', 99.25)
    expect(await read()).toEqual({ type: 'value', value: 99.25, at })
    expect(await range()).toEqual({
      type: 'values',
      values: [at - 120_000, at - 60_000, at].map((time) => ({ at: time, value: 99.25 })),
    })
  })

  test('[IR-03] nothing found is said as nothing, never as zero', async () => {
    expect(await read()).toEqual({ type: 'none' })
    expect(await range()).toEqual({ type: 'none' })
  })

  test('[IR-08] several series are no number, and the answer says what to do', async () => {
    vendor().gives('success', 1, 2, 3)
    for (const answer of [await read(), await range()])
      expect(answer).toMatchObject({ type: 'invalid', why: expect.stringMatching(/gives 3 series\. Aggregate/) })
  })

  test('[IR-08] more series than can be read are no number either', async () => {
    vendor().gives('success', ...Array.from({ length: 3000 }, (_, place) => place))
    expect(await read()).toMatchObject({ type: 'invalid', why: expect.stringContaining('Aggregate') })
  })

  test.each(['NaN', '+Inf', '-Inf'])('[IR-08] %s is no number', async (figure) => {
    vendor().gives('success', figure)
    expect(await read()).toMatchObject({ type: 'invalid' })
    expect(await range()).toMatchObject({ type: 'values', values: expect.arrayContaining([{ at, value: null }]) })
  })
}

function troubles({ subject, vendor, read, range }: Asking): void {
  test('[OR-02] what may pass is tried again, what cannot is not, and a wrong question is told apart from both', async () => {
    const answered = async (status: number) => {
      vendor().answerNext(status)
      return [status, (await read()).type]
    }
    for (const status of subject().retryable) expect(await answered(status)).toEqual([status, 'retry'])
    for (const status of subject().permanent) expect(await answered(status)).toEqual([status, 'never'])
    for (const status of subject().unanswerable) expect(await answered(status)).toEqual([status, 'invalid'])
  })

  test('[OR-02] it waits exactly as long as it is asked to', async () => {
    vendor().answerNext(429, { 'retry-after': '17' })
    expect(await read()).toMatchObject({ type: 'retry', afterMs: 17_000 })
  })

  test.each(['<html>Sign in</html>', '{"status":"success"}', '[]', '', '['.repeat(10_000)])(
    'an answer that is not in its language is never taken for one: %#',
    async (body) => {
      for (const ask of [read, range]) {
        vendor().answerNext(200, {}, body)
        expect(await ask()).toMatchObject({ type: 'never' })
      }
    },
  )

  test('no secret is ever read in a reason, whatever the vendor says back', async () => {
    const reasons: string[] = []
    for (const status of [...subject().retryable, ...subject().permanent, ...subject().unanswerable]) {
      vendor().answerNext(status)
      reasons.push(JSON.stringify(await read()))
      vendor().answerNext(status, {}, JSON.stringify({ status: 'error', errorType: 'bad_data', error: subject().secrets.join(' ') }))
      reasons.push(JSON.stringify(await read()))
    }
    await vendor().down()
    reasons.push(JSON.stringify(await read()))
    for (const secret of subject().secrets) expect(reasons.join('\n')).not.toContain(secret)
  })

  test('[OR-02] a source that hangs is left within five seconds, or when it is called off', { timeout: 10_000 }, async () => {
    vendor().hang()
    const before = performance.now()
    expect(await read()).toMatchObject({ type: 'retry' })
    expect(performance.now() - before).toBeLessThan(5000)
    vendor().hang()
    expect(await read('success', AbortSignal.timeout(50))).toMatchObject({ type: 'retry' })
  })

  test('[OR-02] a source that refuses connections is tried again', async () => {
    await vendor().down()
    expect(await read()).toMatchObject({ type: 'retry' })
  })
}
