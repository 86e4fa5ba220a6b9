// The OpenAPI document says what the server does: every route, its fields, its answers and its errors, each reference pointing at something.
import { apiRoutes } from '@muster/testkit/night/api-calls.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

const content = z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional()
const response = z.looseObject({ description: z.string().min(1), content })
const parameter = z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean().optional() })
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z.array(parameter).optional(),
  requestBody: z.looseObject({ content, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string().regex(/^[2-5]\d\d$/), response),
  security: z.array(z.record(z.string(), z.array(z.string()))).min(1),
})
const openApi = z.looseObject({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  servers: z.array(z.looseObject({ url: z.url() })).min(1),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post']), operation)),
  components: z.looseObject({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })) }),
})

let night: Night
let document: z.infer<typeof openApi>
let text: string

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  text = (await night.node.app.inject({ method: 'GET', url: '/api/openapi.json' })).payload
  document = openApi.parse(JSON.parse(text))
})

afterAll(() => night.close())

const operationOf = ({ method, path }: (typeof apiRoutes)[number]) => {
  const found = document.paths[path]?.[method === 'GET' ? 'get' : 'post']
  if (found === undefined) throw new Error(`${method} ${path} is not in the document`)
  return found
}

describe.each([...apiRoutes])('$name ($method $path)', (route) => {
  test('is described with its answer and every error it can end with', () => {
    const { responses, summary } = operationOf(route)
    const always = ['400', '401', '403', '404', '409', '422', '500', '503']
    const expected = route.method === 'GET' ? always : [...always, '413', '415']
    const success = Object.keys(responses).filter((status) => status.startsWith('2'))
    expect(success).toHaveLength(1)
    expect(Object.keys(responses).toSorted()).toEqual([...success, ...expected].toSorted())
    expect(summary).not.toMatch(/\.$/)
    expect(Object.values(responses).map((one) => one.description)).not.toContainEqual(expect.stringMatching(/^\d+$/))
    for (const { content: described } of Object.values(responses)) expect(described?.['application/json']?.schema).toBeDefined()
  })

  test('names the parameters of its path, the scope it needs, and for a write its idempotency key', () => {
    const { parameters = [], security } = operationOf(route)
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(inPath)
    expect(parameters.filter((one) => one.in === 'path').every((one) => one.required === true)).toBe(true)
    expect(parameters.some((one) => one.name === 'Idempotency-Key')).toBe(route.method === 'POST')
    expect(security).toEqual([{ token: [route.scope] }])
  })
})

test('[IR-04] the two routes of files are described with their bodies of bytes, their scopes and their errors', () => {
  const add = document.paths['/incidents/{id}/files']?.post
  const get = document.paths['/incidents/{id}/files/{seq}']?.get
  expect(add?.requestBody?.content).toEqual({ '*/*': { schema: { type: 'string', format: 'binary' } } })
  expect(add?.security).toEqual([{ token: ['respond'] }])
  expect(add?.parameters?.map(({ name, in: place, required }) => [place, name, required])).toEqual([
    ['path', 'id', true],
    ['query', 'name', true],
    ['query', 'caption', false],
    ['query', 'as', false],
    ['header', 'Idempotency-Key', false],
  ])
  expect(Object.keys(add?.responses ?? {})).toEqual(['201', '400', '401', '403', '404', '409', '413', '415', '422', '429', '500', '503'])
  expect(add?.responses['201']?.content?.['application/json']?.schema).toMatchObject({
    required: expect.arrayContaining(['seq', 'sha256']),
  })
  expect(get?.security).toEqual([{ token: ['read'] }])
  expect(get?.parameters?.map(({ name }) => name)).toEqual(['id', 'seq'])
})

test('[BX-04] the audit as a file is described with what it can be narrowed by, the scope it needs and its lines', () => {
  const { parameters = [], responses, security } = document.paths['/audit.csv']?.get ?? expect.fail('/audit.csv is not described')
  expect(parameters.map(({ name, in: place, required }) => [place, name, required])).toEqual(
    ['actor', 'action', 'from', 'to'].map((name) => ['query', name, false]),
  )
  expect(security).toEqual([{ token: ['administer'] }])
  expect(Object.keys(responses)).toEqual(['200', '401', '403', '422', '500', '503'])
  expect(responses['200']?.content).toEqual({ 'text/csv': { schema: { type: 'string' } } })
})

test('the document has no route more than the contract, its files and the audit as a file, and no name twice', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const raw = ['POST /incidents/{id}/files', 'GET /incidents/{id}/files/{seq}', 'GET /audit.csv']
  expect(described.toSorted()).toEqual([...apiRoutes.map(({ method, path }) => `${method} ${path}`), ...raw].toSorted())
  const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId))
  expect(new Set(names).size).toBe(names.length)
})

test('every reference in the document points at something in it', () => {
  const references = [...text.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, pointer = '']) => pointer)
  const at = (pointer: string) =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((inside, name) => Object(inside)[name], document)
  expect(references.filter((pointer) => at(pointer) === undefined)).toEqual([])
  expect(document.components.securitySchemes['token']).toMatchObject({ type: 'http', scheme: 'bearer' })
})

test('the page for people has every route with its scope, its fields and its answer', async () => {
  const page = await night.node.app.inject({ method: 'GET', url: '/api', headers: { accept: 'text/html' } })
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  const missing = apiRoutes.filter(({ method, path }) => !page.payload.includes(`<code>${method} ${path}</code>`))
  expect(missing).toEqual([])
  const snooze = page.payload.split('<details').find((part) => part.includes('/incidents/{id}/snooze')) ?? ''
  expect(snooze).toContain('Needs the scope respond.')
  expect(snooze).toMatch(/<code>minutes<\/code><\/dt><dd>(integer|number) \(from 1 to 1440\)/)
  expect(snooze).toContain('<code>pages[].policy</code>')
})
