// Readings from Prometheus, against a server that checks its published query API.
import { fakePrometheus, type FakePrometheus } from '@muster/testkit/vendors/fake-prometheus.ts'
import { sourceContract } from '@muster/testkit/vendors/source-contract.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutbound } from '../outbound.ts'
import { createSources } from '../sources.ts'
import { prometheusSource } from './source.ts'

const token = 'pr_s3cret_token'
const outbound = createOutbound({ allow: ['127.0.0.1'] })
const at = Date.UTC(2026, 0, 15, 3, 10)
const { signal } = new AbortController()

sourceContract('Prometheus', async () => {
  const vendor = await fakePrometheus({ token })
  return {
    source: createSources({ outbound })('prometheus', { name: 'Prometheus', url: vendor.origin, token }),
    vendor,
    secrets: [token],
    retryable: [408, 429, 500, 502, 503],
    permanent: [301, 401, 403, 404, 418],
    unanswerable: [400, 422],
  }
})

describe('Prometheus', () => {
  let vendor: FakePrometheus
  beforeEach(async () => {
    vendor = await fakePrometheus()
  })
  afterEach(async () => {
    expect(vendor.violations).toEqual([])
    await vendor.close()
  })
  const source = (url = vendor.origin) => prometheusSource({ outbound, name: 'Prometheus', url, token: null })

  test('[IR-08] says itself what is wrong with a query', async () => {
    const error = 'invalid parameter "query": 1:4: parse error: unexpected end of input'
    vendor.answerNext(400, {}, JSON.stringify({ status: 'error', errorType: 'bad_data', error }))
    expect(await source().read('sum', at, signal)).toEqual({ type: 'invalid', why: `Prometheus cannot answer the query: ${error}` })
  })

  test.each([
    ['a scalar is a number', { resultType: 'scalar', result: [1, '0.5'] }, { type: 'value', value: 0.5, at: 1000 }],
    ['a range is none', { resultType: 'matrix', result: [] }, { type: 'invalid', why: expect.stringContaining('range') }],
    ['a text is none', { resultType: 'string', result: [1, 'x'] }, { type: 'invalid', why: expect.stringContaining('text') }],
    [
      'a histogram is none',
      { resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] },
      { type: 'invalid', why: expect.stringContaining('histogram_quantile') },
    ],
  ])('[IR-08] %s', async (_, data, answer) => {
    vendor.answerNext(200, {}, JSON.stringify({ status: 'success', data }))
    expect(await source().read('success', at, signal)).toEqual(answer)
  })

  test('is asked below whatever path it lives at', async () => {
    await source(`${vendor.origin}/prometheus/`).read('success', at, signal)
    expect(vendor.received[0]?.path).toBe('/prometheus/api/v1/query')
  })

  test('is never asked at a private address nobody allowed', async () => {
    const strict = prometheusSource({ outbound: createOutbound({ allow: [] }), name: 'Prometheus', url: vendor.origin, token: null })
    expect(await strict.read('success', at, signal)).toMatchObject({ type: 'never', why: expect.stringContaining('MUSTER_ALLOW_OUTBOUND') })
  })
})
