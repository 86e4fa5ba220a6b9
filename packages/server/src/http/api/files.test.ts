// Files on an incident's log: what is taken, what is refused, and that nothing somebody added can run on our address.
import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { SCOPES } from '@muster/contract/api.ts'
import type { FileView } from '@muster/contract/files.ts'
import { LARGEST_FILE, MOST_OF_INCIDENT } from '@muster/core/protocol/file.ts'
import { join } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL, TOKEN } from '@muster/testkit/night/node.ts'
import { addOrganisation, addToken } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { MOST_OF_ONE } from './file-routes.ts'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  await declared()
})

afterAll(() => night.close())

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

/** The number of a new incident. */
async function declared(): Promise<number> {
  const { body } = await night.api('POST', '/incidents', { service: 'checkout', title: 'Orders vanish', severity: 'SEV2', anyway: true })
  return Number(Object(body).number)
}

type Sending = {
  name?: string
  caption?: string
  type?: string | null
  token?: string | null
  headers?: Record<string, string>
  id?: string
}

async function add(payload: Buffer | string, sending: Sending = {}) {
  const { name = 'trace.txt', caption, type = 'text/plain', token = TOKEN, headers = {}, id = '1' } = sending
  const query = new URLSearchParams({ name, ...(caption !== undefined && { caption }) })
  const response = await night.node.app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/files?${query}`,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(type !== null && { 'content-type': type }), ...headers },
    payload,
  })
  await night.settle()
  return { status: response.statusCode, body: response.json() }
}

const get = async (seq: number, { token = TOKEN, id = '1' }: { token?: string | null; id?: string } = {}) =>
  night.node.app.inject({
    method: 'GET',
    url: `/api/v1/incidents/${id}/files/${seq}`,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })

const added = async (payload: Buffer | string, sending: Sending = {}): Promise<FileView> => {
  const { status, body } = await add(payload, sending)
  expect(body).toMatchObject({ sha256: expect.any(String) })
  expect(status).toBe(201)
  return body as FileView
}

describe('a file that somebody adds', () => {
  test('[IR-04] stands on the log with who added it, its name, type, size, sum and caption, and comes back byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256))
    const file = await added(bytes, { name: '/tmp/heap.bin', type: 'application/x-heap', caption: 'the heap before the restart' })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(file).toEqual({ seq: expect.any(Number), name: 'heap.bin', mediaType: 'application/x-heap', size: 4096, sha256 })
    const entry = (await night.log()).find(({ seq }) => seq === file.seq)
    expect(entry).toMatchObject({
      type: 'file.added',
      body: { name: 'heap.bin', mediaType: 'application/x-heap', size: 4096, sha256, text: 'the heap before the restart' },
    })
    expect(entry?.says).toMatch(/ added heap\.bin \(4\.1 kB\): the heap before the restart$/)
    expect((await get(file.seq)).rawPayload.equals(bytes)).toBe(true)
  })

  test('[IR-04] is on the audit by its name and sum, as every write is', async () => {
    const file = await added('a line', { name: 'audited.log' })
    const { body } = await night.api('GET', '/audit?action=incident.add-file')
    const written = expect.objectContaining({ name: 'audited.log', sha256: file.sha256 })
    expect(Object(body).items).toContainEqual(expect.objectContaining({ action: 'incident.add-file', detail: written }))
  })

  test('[IR-04] can be pinned, and taken up as a finding', async () => {
    const file = await added('a line', { name: 'pinned.log' })
    await night.api('POST', '/incidents/1/record', { entry: { type: 'entry.pinned', entry: file.seq } })
    const finding = { type: 'finding.noted', text: 'it says timeout', madeFrom: file.seq }
    expect((await night.api('POST', '/incidents/1/record', { entry: finding })).status).toBe(200)
    const { body } = await night.api('GET', '/incidents/1/known')
    expect(Object(body).pins).toContainEqual({ seq: file.seq, says: expect.stringContaining('pinned.log') })
  })

  test('[IR-04] sent twice under one key is there once; another file under that key is refused', async () => {
    const headers = { 'idempotency-key': 'screenshot-1' }
    const one = await added('the same', { headers })
    expect(await added('the same', { headers })).toEqual(one)
    expect((await night.log()).filter(({ body }) => body['sha256'] === one.sha256)).toHaveLength(1)
    expect(await add('another', { headers })).toMatchObject({ status: 409, body: { data: { reason: 'idempotency-key-reused' } } })
    expect(await add('the same', { headers, caption: 'other words' })).toMatchObject({ status: 409 })
  })

  test('[IR-04] may come after the end, and by a token on behalf of a person', async () => {
    await night.api('POST', '/incidents/2/resolve', {})
    const response = await night.node.app.inject({
      method: 'POST',
      url: '/api/v1/incidents/2/files?name=later.txt&as=ann',
      headers: { authorization: `Bearer ${TOKEN}` },
      payload: 'found the day after',
    })
    expect(response.statusCode).toBe(201)
    expect((await night.log(2)).find(({ type }) => type === 'file.added')?.by).toBe('Ann')
  })
})

/** The address of the server, for what only a real connection shows. */
async function listening(): Promise<{ port: number }> {
  const { app } = night.node
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server.address() as { port: number }
}

describe('what is refused leaves nothing, and says what to do', () => {
  const count = async () => (await night.node.world.db.query('select count(*)::int as files from incident_files'))[0]

  test.each([
    ['an empty file', 422, () => add('')],
    ['a file without a name', 422, () => add('x', { name: '' })],
    ['a name of a thousand and more characters', 422, () => add('x', { name: 'x'.repeat(2000) })],
    ['a caption that is too long', 422, () => add('x', { caption: 'x'.repeat(501) })],
    ['a form', 415, () => add('--x\r\n', { type: 'multipart/form-data; boundary=x' })],
    ['a compressed body', 415, () => add('x', { headers: { 'content-encoding': 'gzip' } })],
    ['a name with a NUL in it', 400, () => add('x', { name: 'a\0b' })],
    ['an incident that is not there', 404, () => add('x', { id: '99' })],
    ['a key that is too long', 400, () => add('x', { headers: { 'idempotency-key': 'x'.repeat(201) } })],
  ])('[IR-04] %s', async (_what, status, send) => {
    const before = await count()
    const answer = await send()
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body.data)).toMatch(/"(hint|says)":".{20,}"/)
    expect(await count()).toEqual(before)
  })

  test('[IR-04] a file one byte too large; one of exactly the limit is taken', async () => {
    const before = await count()
    expect(await add(Buffer.alloc(LARGEST_FILE + 1))).toMatchObject({
      status: 413,
      body: { code: 'PAYLOAD_TOO_LARGE', data: { reason: 'file-too-large', hint: expect.stringContaining('add a link') } },
    })
    expect(await count()).toEqual(before)
    expect((await added(Buffer.alloc(LARGEST_FILE))).size).toBe(LARGEST_FILE)
  })

  test('[IR-04] a stream that never ends is cut off at the limit, whatever it says of its length', async () => {
    const { port } = await listening()
    const sent = await new Promise<{ status: number | undefined; bytes: number }>((resolve) => {
      let bytes = 0
      const piece = Buffer.alloc(256 * 1024)
      const asked = httpRequest({
        port,
        method: 'POST',
        path: '/api/v1/incidents/1/files?name=endless.bin',
        headers: { authorization: `Bearer ${TOKEN}`, 'transfer-encoding': 'chunked' },
      })
      const done = (status: number | undefined) => {
        clearInterval(writing)
        asked.destroy()
        resolve({ status, bytes })
      }
      const writing = setInterval(() => {
        if (asked.writableNeedDrain) return
        asked.write(piece)
        bytes += piece.length
      }, 1)
      asked.on('response', ({ statusCode }) => done(statusCode))
      asked.on('error', () => done(undefined))
    })
    expect([413, undefined]).toContain(sent.status)
    expect(sent.bytes).toBeLessThan(4 * LARGEST_FILE)
    expect(sent.bytes).toBeGreaterThanOrEqual(LARGEST_FILE / 2)
  })

  test('[IR-04] more files at once than the server holds in memory are told to wait, and each that ends, however it ends, makes room', async () => {
    const { port } = await listening()
    const send = (bytes: number) =>
      httpRequest({
        port,
        method: 'POST',
        path: '/api/v1/incidents/1/files?name=slow.bin',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-length': bytes },
      })
    const status = (asked: ReturnType<typeof send>) =>
      new Promise<number | undefined>((resolve, reject) =>
        asked.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject),
      )
    const slow: ReturnType<typeof send>[] = []
    for (;;) {
      const asked = send(2).on('error', () => {})
      asked.write('x')
      slow.push(asked)
      if ((await Promise.race([status(asked), sleep(300)])) !== undefined) break
    }
    slow.pop()?.destroy()
    expect(slow).toHaveLength(MOST_OF_ONE)
    expect((await add('one more')).body).toMatchObject({ code: 'TOO_MANY_REQUESTS', data: { reason: 'too-many-files-at-once' } })
    slow[0]?.destroy()
    await vi.waitFor(async () => expect((await add('one more')).status).toBe(201))
    const answers = slow.slice(1).map(status)
    for (const asked of slow.slice(1)) asked.end('y')
    expect(new Set(await Promise.all(answers))).toEqual(new Set([201]))
    expect((await add('and another')).status).toBe(201)
  })

  test('[IR-04] a sender who hangs up before it is known who they are takes no place', async () => {
    const { port } = await listening()
    const holder = await night.node.world.db.connect()
    await holder.query('begin')
    await holder.query('lock table tokens in access exclusive mode')
    const gone = Array.from({ length: MOST_OF_ONE }, () => {
      const path = '/api/v1/incidents/1/files?name=gone.bin'
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-length': 2 }
      const asked = httpRequest({ port, method: 'POST', path, headers }).on('error', () => {})
      asked.write('x')
      return asked
    })
    await expect.poll(async () => (await holder.query('select from pg_locks where not granted')).rowCount).toBeGreaterThan(0)
    await sleep(200)
    for (const asked of gone) asked.destroy()
    await sleep(100)
    await holder.query('commit')
    holder.release()
    expect((await add('one after them')).status).toBe(201)
  })

  test('[IR-04] what would be more than an incident may hold, until something is taken back', async () => {
    const number = await declared()
    const id = String(number)
    const first = await added('a line', { id })
    // As if much had been added: what counts is what the rows say they hold.
    await night.node.world.db.query(
      'insert into incident_files select org_id, incident_id, 0, $1, bytes from incident_files where seq = $2 and incident_id = (select id from incidents where number = $3)',
      [MOST_OF_INCIDENT - 106, first.seq, number],
    )
    expect((await add('x'.repeat(101), { id })).body.data).toEqual({
      reason: 'incident-full',
      hint: expect.stringMatching(/together, and 100 bytes are left\..*take back.*link\.$/),
    })
    expect((await add('x'.repeat(100), { id })).status).toBe(201)
    const entry = { type: 'entry.withdrawn', seq: first.seq, why: 'nobody needs it' }
    expect((await night.api('POST', `/incidents/${id}/record`, { entry })).status).toBe(200)
    expect((await add('x'.repeat(6), { id })).status).toBe(201)
  })
})

test('[IR-04] the files of all incidents of an organisation have a limit together, and the refusal says who may raise it', async () => {
  const { world } = night.node
  const before = world.mostOfFiles
  world.mostOfFiles = 10
  try {
    const { status, body } = await add('eleven bytes', { id: String(await declared()) })
    expect([status, body.data]).toEqual([
      409,
      { reason: 'organisation-full', hint: expect.stringMatching(/10 bytes together.*whoever runs the server/) },
    ])
  } finally {
    world.mostOfFiles = before
  }
})

test('[IR-04] a large file comes piece by piece, whole, and is not sent again to whoever has it', async () => {
  const bytes = Buffer.alloc(700_001, 'muster')
  const { seq, sha256 } = await added(bytes, { name: 'large.bin' })
  const first = await get(seq)
  expect(first.headers['content-length']).toBe('700001')
  expect(first.rawPayload.equals(bytes)).toBe(true)
  const again = (etag: string) =>
    night.node.app.inject({
      url: `/api/v1/incidents/1/files/${seq}`,
      headers: { authorization: `Bearer ${TOKEN}`, 'if-none-match': etag },
    })
  expect([(await again(`"${sha256}"`)).statusCode, (await again('"another"')).statusCode]).toEqual([304, 200])
  await night.api('POST', '/incidents/1/record', { entry: { type: 'entry.withdrawn', seq, why: 'a secret is in it' } })
  expect((await again(`"${sha256}"`)).statusCode).toBe(404)
})

describe('what was taken back', () => {
  test('[IR-04] is not given any more and its bytes are gone, but the log still says that there was a file', async () => {
    const { seq } = await added('password=hunter2', { name: 'secret.log' })
    await night.api('POST', '/incidents/1/record', { entry: { type: 'entry.pinned', entry: seq } })
    const entry = { type: 'entry.withdrawn', seq, why: 'a password is in it' }
    expect((await night.api('POST', '/incidents/1/record', { entry })).status).toBe(200)
    const answer = await get(seq)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().data).toEqual({ reason: 'file-taken-back', hint: expect.stringContaining('secret.log (16 bytes) was taken back') })
    expect(await night.node.world.db.query('select from incident_files where seq = $1', [seq])).toHaveLength(0)
    expect((await night.log()).find((one) => one.seq === seq)?.says).toContain('secret.log')
    expect(Object((await night.api('GET', '/incidents/1/known')).body).pins).not.toContainEqual(expect.objectContaining({ seq }))
  })

  test('[IR-04] a caption is put right, and the file stays', async () => {
    const { seq } = await added('a line', { caption: 'before the restart' })
    const entry = { type: 'entry.corrected', seq, why: 'wrong way round', text: 'after the restart' }
    expect((await night.api('POST', '/incidents/1/record', { entry })).status).toBe(200)
    expect((await get(seq)).payload).toBe('a line')
  })

  test('[IR-04] an entry that is no file, or none at all, has none to give', async () => {
    for (const seq of [1, 4000]) expect((await get(seq)).json()).toMatchObject({ status: 404, data: { reason: 'no-such-file' } })
    expect(
      (await night.node.app.inject({ url: '/api/v1/incidents/1/files/x', headers: { authorization: `Bearer ${TOKEN}` } })).statusCode,
    ).toBe(400)
  })
})

describe('a file is given so that nothing of it runs', () => {
  test('[IR-04] a picture is shown in place, by what its bytes say', async () => {
    const file = await added(PNG, { name: 'graph.png', type: 'text/html' })
    expect(file.mediaType).toBe('image/png')
    const { headers } = await get(file.seq)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="graph.png"; filename*=UTF-8''graph.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      etag: `"${file.sha256}"`,
    })
  })

  test.each([
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['drawing.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['not-really.png', 'image/png', '<script>alert(1)</script>'],
    ['paper.pdf', 'application/pdf', '%PDF-1.7'],
    ['trace.txt', 'text/plain', 'a line'],
  ])('[IR-04] %s as %s is only ever kept, never shown', async (name, type, body) => {
    const file = await added(body, { name, type })
    const { headers } = await get(file.seq)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    if (type.startsWith('image/png')) expect(file.mediaType).toBe('application/octet-stream')
  })

  test('[IR-04] a name cannot add a header or another name', async () => {
    const file = await added('x', { name: 'a"; filename="evil.html\r\nSet-Cookie: a=b\u202e é%00.txt' })
    const { headers } = await get(file.seq)
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['content-disposition']).toBe(
      `attachment; filename="a_; filename=_evil.html Set-Cookie: a=b __00.txt"; filename*=UTF-8''a%22%3B%20filename%3D%22evil.html%20Set-Cookie%3A%20a%3Db%20%C3%A9%2500.txt`,
    )
  })
})

describe('who may', () => {
  test('[IR-04] add a file: whoever may say something; a token that only reads may fetch it', async () => {
    const { seq } = await added('a line')
    const reading = await addToken(night.node, { scopes: ['read'] })
    expect(await add('x', { token: reading })).toMatchObject({ status: 403, body: { data: { reason: 'scope-missing' } } })
    expect((await get(seq, { token: reading })).payload).toBe('a line')
    const others = await addToken(night.node, { scopes: SCOPES.filter((scope) => scope !== 'read') })
    expect((await get(seq, { token: others })).statusCode).toBe(403)
    expect((await add('x', { token: others })).status).toBe(201)
  })

  test('[IR-04] nobody without a token, with a wrong one or a revoked one, before a byte of the body is looked at', async () => {
    const revoked = await addToken(night.node, { revoked: true })
    for (const token of [null, 'guessed-token-0123456789', revoked]) {
      expect((await add(Buffer.alloc(LARGEST_FILE + 1), { token })).status).toBe(401)
      expect((await get(1, { token })).statusCode).toBe(401)
    }
  })

  test('[IR-04] another organisation neither gets a file of ours nor adds one, by number or by id', async () => {
    const { seq } = await added('ours alone')
    const { id } = await night.incident()
    const { token } = await addOrganisation(night.node, 'others')
    for (const named of ['1', id]) {
      const answer = await get(seq, { token, id: named })
      expect(answer.statusCode).toBe(404)
      expect(answer.payload).not.toContain('ours alone')
      expect((await add('theirs', { token, id: named })).status).toBe(404)
    }
    const seen = await night.node.world.db.app('org_other' as never, (tx) => tx.query('select from incident_files'))
    expect(seen.rowCount).toBe(0)
  })

  test('[IR-04] a browser shows a picture with the organisation in the address, and adds one only with the header and from our page', async () => {
    const { seq } = await added(PNG)
    const browser = await join(night.node, { role: 'responder', person: 'ann' })
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const fetched = (query: string) => night.node.app.inject({ url: `/api/v1/incidents/1/files/${seq}${query}`, headers: { cookie } })
    expect((await fetched('?org=default')).statusCode).toBe(200)
    expect((await fetched('')).statusCode).toBe(403)
    expect((await fetched('?org=elsewhere')).statusCode).toBe(403)
    const send = (headers: Record<string, string>, query = '') =>
      night.node.app.inject({
        method: 'POST',
        url: `/api/v1/incidents/1/files?name=a.png${query}`,
        headers: { cookie, ...headers },
        payload: PNG,
      })
    expect((await send({}, '&org=default')).statusCode).toBe(403)
    expect((await send({ 'x-muster-org': 'default', origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await send({ 'x-muster-org': 'default', origin: PUBLIC_URL })).statusCode).toBe(201)
  })
})
