// A Prometheus that checks its published query API: how it is asked, with which parameters, and answers with the series it was given.
import { fakeHttp, type FakeHttp, type Received, type Scripted } from './fake-http.ts'

type Series = { metric: Record<string, string>; figure: string }

export type FakePrometheus = FakeHttp & {
  /** From now on a query gives these figures, one a series; what is not set gives an empty vector. */
  gives: (query: string, ...figures: readonly (number | string)[]) => void
}

export async function fakePrometheus({ token = null }: { token?: string | null } = {}): Promise<FakePrometheus> {
  const known = new Map<string, Series[]>()
  const vendor = await fakeHttp((request, violations) => answer(request, { known, violations, token }))
  return {
    ...vendor,
    gives: (query, ...figures) =>
      void known.set(
        query,
        figures.map((figure, place) => ({ metric: { instance: `shop-${place}` }, figure: String(figure) })),
      ),
  }
}

type Asked = { known: ReadonlyMap<string, Series[]>; violations: string[]; token: string | null }

function answer(request: Received, { known, violations, token }: Asked): Scripted {
  const form = new URLSearchParams(request.body)
  const isRange = request.path.endsWith('/api/v1/query_range')
  if (!isRange && !request.path.endsWith('/api/v1/query')) violations.push(`asked ${request.path}`)
  if (request.method !== 'POST') violations.push(`asked with ${request.method}`)
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') violations.push('the body is not a form')
  for (const name of isRange ? ['query', 'start', 'end', 'step'] : ['query', 'time'])
    if (!form.has(name)) violations.push(`no parameter ${name}`)
  for (const name of ['time', 'start', 'end', 'step'])
    if (form.has(name) && !/^\d+(\.\d{1,3})?$/.test(form.get(name) ?? '')) violations.push(`${name} is not in seconds`)
  if (token !== null && request.headers['authorization'] !== `Bearer ${token}`) return { status: 401, headers: {}, body: '' }
  const series = known.get(form.get('query') ?? '') ?? []
  return success(isRange ? matrix(series, form) : vector(series, Number(form.get('time'))))
}

const success = (data: object): Scripted => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ status: 'success', data }),
})

const vector = (series: readonly Series[], time: number) => ({
  resultType: 'vector',
  result: series.map(({ metric, figure }) => ({ metric, value: [time, figure] })),
})

function matrix(series: readonly Series[], form: URLSearchParams) {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)))
  const times = Array.from(
    { length: Math.floor(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1 },
    (_, place) => (start ?? 0) + place * (step ?? 1),
  )
  return { resultType: 'matrix', result: series.map(({ metric, figure }) => ({ metric, values: times.map((time) => [time, figure]) })) }
}
