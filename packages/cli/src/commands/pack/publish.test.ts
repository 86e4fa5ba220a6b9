// muster pack publish, list and show: what is sent to the server is what was checked, on top of the version that was looked at.
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import type { PackLedger, PackShown } from '@muster/contract/packs.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nightPack } from '../../testing/packs.ts'
import { listen } from '../../testing/server.ts'
import { muster } from '../../testing/terminal.ts'

const version = { at: '2026-03-18T03:10:00.000Z', by: 'Ada', proposedBy: null, base: 'handbook', baseVersion: 1 }
const row = { name: 'night', isOwn: true, isChosen: true, about: 'Ours.', version: 2, base: { name: 'handbook', version: 1, newest: 1 } }
const shown: PackShown = {
  ...row,
  shown: 2,
  document: '# Ours.\npack: night\n',
  parts: {},
  baseParts: {},
  versions: [
    { ...version, version: 2, note: 'too soon', changes: ['Clock progress, crisis: 5 → 7 min'] },
    { ...version, version: 1, note: 'to begin', changes: [] },
  ],
}

const ledger: PackLedger = {
  incidents: 9,
  pack: { name: 'night', version: 2, isOwn: true },
  entries: [
    {
      key: 'late:ticket',
      kind: 'late',
      about: 'ticket',
      says: '“Open a ticket” was late in 7 of 9',
      incidents: [9],
      of: 9,
      reasons: ['no rights'],
      proposal: { says: 'ticket: 30 → 60 min?', path: ['duties', 'ticket', 'within'], value: 60 },
    },
  ],
}

function answerTo(method: string, url: string): unknown {
  if (url.startsWith('/api/v1/deviation-ledger')) return ledger
  return url === '/api/v1/packs' && method === 'GET' ? { items: [row] } : shown
}

let asked: { path: string; body: Record<string, unknown> }[] = []
let server: Server
let url: string

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ path: request.url ?? '', body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>) })
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answerTo(request.method ?? '', request.url ?? '')))
    })
  })
  url = await listen(server)
})

afterEach(() => void server.close().closeAllConnections())

const run = (...argv: string[]) => muster(['pack', ...argv, '--url', url], { columns: Number.POSITIVE_INFINITY })

test('a folder is sent as one text, its head first, on top of the version before the one it says', async () => {
  const night = nightPack()
  night.change('pack.yaml', 'version: 1', 'version: 2')
  const { code, out } = await run('publish', night.folder, '--note', 'too soon')
  expect({ code, out }).toEqual({
    code: 0,
    out: 'night, version 2, is published. New incidents go by it; those that are open keep theirs.\n',
  })
  expect(asked).toMatchObject([{ path: '/api/v1/packs', body: { after: 1, note: 'too soon' } }])
  expect(asked[0]?.body['document']).toMatch(/^extends: handbook\npack: night\nversion: 2\n[^]*\nduties:\n/)
})

test('[BX-16] where a file manages the organisation, the pack says that it comes from beside it', async () => {
  await run('publish', nightPack().folder, '--note', 'n', '--managed-by', 'git/shop.yaml')
  expect(asked).toMatchObject([{ path: '/api/v1/packs', body: { managedBy: 'git/shop.yaml' } }])
})

test('a pack that is not in order is not sent', async () => {
  const night = nightPack()
  night.change('duties.yaml', 'within: acknowledge', 'within: acknowlege')
  const { code, err } = await run('publish', night.folder, '--note', 'n')
  expect(code).toBe(2)
  expect(err).toContain(`${night.file('duties.yaml')}:6:13`)
  expect(asked).toEqual([])
})

test('the packs are listed, one is shown as it was written, and its versions with who, why and what', async () => {
  expect((await run('list')).out).toContain('night (chosen)')
  expect((await run('show', 'night@2')).out).toBe('# Ours.\npack: night\n')
  expect((await run('show', 'night', '--versions')).out).toContain('Clock progress, crisis: 5 → 7 min')
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/packs', '/api/v1/packs/night?version=2', '/api/v1/packs/night'])
})

test('[BX-16] the ledger is told with how often, why, and what could follow', async () => {
  const { code, out } = await run('ledger', '--incidents', '9')
  expect(code).toBe(0)
  expect(out.replaceAll(/ {2,}/g, '  ')).toContain('“Open a ticket” was late in 7 of 9  no rights  ticket: 30 → 60 min?')
  expect(asked.at(-1)?.path).toBe('/api/v1/deviation-ledger?incidents=9')
})
