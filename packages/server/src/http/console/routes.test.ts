// The console as the server hands it out: small, kept by browsers for as long as it may be, and unable to run anything of anybody else's.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createApp } from '../app.ts'
import { CONSOLE_PAGES, consoleRoutes } from './routes.ts'

const addresses = CONSOLE_PAGES.map((page) => page.replace(':token', 'one-time-secret').replace('*', 'shop/incidents/7'))

let folder: string
let app: FastifyInstance

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-console-'))
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Muster</title>')
  writeFileSync(path.join(folder, 'sw.js'), '// worker')
  writeFileSync(path.join(folder, 'manifest.webmanifest'), '{}')
  writeFileSync(path.join(folder, '.made-from'), 'not for anybody')
  writeFileSync(path.join(folder, 'assets', 'main-3f2a.js'), 'plain')
  writeFileSync(path.join(folder, 'assets', 'main-3f2a.js.br'), 'small')
  writeFileSync(path.join(folder, 'assets', 'main-3f2a.js.gz'), 'smaller')
  app = Fastify()
  app.register(consoleRoutes, { dist: folder })
  await app.ready()
})

afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })

test.each(addresses)('%s is the one page, looked for anew each time', async (url) => {
  const response = await get(url)
  expect(response).toMatchObject({ statusCode: 200, payload: expect.stringContaining('<title>Muster</title>') })
  expect(response.headers).toMatchObject({ 'content-type': expect.stringMatching(/^text\/html/), 'cache-control': 'no-cache' })
})

test.each(addresses)('%s runs this server’s scripts only, stands in nobody’s frame, and does not tell where it was', async (url) => {
  const { headers } = await get(url)
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|\*)/)
  for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "worker-src 'self'", "connect-src 'self'"])
    expect(policy).toContain(part)
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
})

test('a file that carries the digest of what is in it is kept for a year, the worker and the manifest are looked for anew', async () => {
  expect((await get('/assets/main-3f2a.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  for (const url of ['/sw.js', '/manifest.webmanifest']) expect((await get(url)).headers['cache-control']).toBe('no-cache')
  expect((await get('/sw.js')).headers['content-type']).toMatch(/javascript/)
  expect((await get('/manifest.webmanifest')).headers['content-type']).toMatch(/manifest\+json/)
})

test.each([
  ['br, gzip', 'br', 'small'],
  ['gzip', 'gzip', 'smaller'],
  ['identity', undefined, 'plain'],
])('whoever takes %s gets it as it was compressed when it was built', async (accepted, encoding, payload) => {
  const response = await get('/assets/main-3f2a.js', { 'accept-encoding': accepted })
  expect(response.headers['content-encoding']).toBe(encoding)
  expect(response.payload).toBe(payload)
  expect(response.headers['content-type']).toMatch(/javascript/)
})

test.each([
  '/assets/none-0000.js',
  '/assets/../.made-from',
  '/assets/%2e%2e/.made-from',
  '/assets/..%2f.made-from',
  '/.made-from',
  '/index.html',
  '/assets/',
])('%s is nothing', async (url) => {
  const response = await get(url)
  expect([403, 404]).toContain(response.statusCode)
  expect(response.payload).not.toContain('not for anybody')
  expect(response.headers['cache-control'] ?? '').not.toContain('immutable')
})

describe('on a whole server', () => {
  let night: Night
  const lines: string[] = []
  beforeAll(async () => {
    night = await startNight(inject('cluster'))
  })
  afterAll(() => night.close())

  const appWith = async (): Promise<FastifyInstance> => {
    const stream = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) })
    const world = { ...night.node.world, log: pino({ level: 'trace' }, stream) }
    const made = createApp({ world, version: '0.0.0', startedAt: 0, tls: null, oidc: null, phones: null, isTaking: () => true })
    await made.ready()
    return made
  }

  test('a one-time link is nowhere in the log', async () => {
    const made = await appWith()
    await made.inject({ method: 'GET', url: '/join/one-time-secret' })
    await made.inject({ method: 'GET', url: '/join/one-time-secret/' })
    await made.close()
    expect(lines.join('')).toContain('/join/:token')
    expect(lines.join('')).not.toContain('one-time-secret')
  })

  test('without a built console it starts all the same, and its pages say how to build one', async () => {
    const bare = Fastify()
    bare.register(consoleRoutes, { dist: path.join(folder, 'not-there') })
    await bare.ready()
    for (const url of addresses) {
      const response = await bare.inject({ method: 'GET', url })
      expect(response).toMatchObject({ statusCode: 503, payload: expect.stringContaining('npm run build') })
    }
    expect((await bare.inject({ method: 'GET', url: '/sw.js' })).statusCode).toBe(404)
    await bare.close()
  })
})
