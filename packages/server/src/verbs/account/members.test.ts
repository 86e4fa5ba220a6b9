// Members, tokens and the audit: an organisation keeps an administrator, a key is told once, and whatever was changed can be read back.
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let night: Night
let boss: Browser

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  boss = await join(night.node, { role: 'administrator', email: 'boss@example.org', name: 'The boss' })
})
afterAll(() => night.close())

type Listed = { id: string; role: string; account: { email: string } }
const members = async (): Promise<Listed[]> => Object((await boss.get('/api/v1/members')).body).items
const idOf = async (email: string) => (await members()).find((one) => one.account.email === email)?.id ?? 'none'
const audit = async (query = '') => Object((await night.api('GET', `/audit?${query}`)).body).items

describe('the last administrator', () => {
  test('[BX-04] can neither be lowered nor removed, not even by themselves or a token', async () => {
    const id = await idOf('boss@example.org')
    const refused = { status: 409, body: { data: { reason: 'last-administrator', hint: expect.any(String) } } }
    expect(await boss.post(`/api/v1/members/${id}/role`, { role: 'lead' })).toMatchObject(refused)
    expect(await boss.post(`/api/v1/members/${id}/remove`)).toMatchObject(refused)
    expect(await night.api('POST', `/members/${id}/remove`, {})).toMatchObject(refused)
  })

  test('is kept although two lower each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const other = await join(night.node, { role: 'administrator', email: `rival${round}@example.org` })
      const [mine, theirs] = [await idOf('boss@example.org'), await idOf(`rival${round}@example.org`)]
      const answers = await Promise.all([
        boss.post(`/api/v1/members/${theirs}/role`, { role: 'lead' }),
        other.post(`/api/v1/members/${mine}/role`, { role: 'lead' }),
      ])
      const left = await night.node.world.db.query(`select from members where role = 'administrator'`)
      expect(left.length).toBeGreaterThan(0)
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      await night.node.world.db.query(`update members set role = 'administrator' where id = $1`, [mine])
      await night.node.world.db.query(`update members set role = 'lead' where id = $1`, [theirs])
    }
  })
})

describe('a member', () => {
  test('is linked to a person, who is one member’s only, and unlinked again', async () => {
    await join(night.node, { role: 'responder', email: 'a@example.org' })
    await join(night.node, { role: 'responder', email: 'b@example.org' })
    const [a, b] = [await idOf('a@example.org'), await idOf('b@example.org')]
    expect(await boss.post(`/api/v1/members/${a}/person`, { person: 'ann' })).toMatchObject({
      status: 200,
      body: { person: { slug: 'ann', name: 'Ann' } },
    })
    expect(await boss.post(`/api/v1/members/${b}/person`, { person: 'ann' })).toMatchObject({
      status: 409,
      body: { data: { reason: 'person-taken' } },
    })
    expect(await boss.post(`/api/v1/members/${b}/person`, { person: 'nobody' })).toMatchObject({ status: 404 })
    expect(await boss.post(`/api/v1/members/${a}/person`, { person: null })).toMatchObject({ status: 200, body: { person: null } })
    expect((await boss.post(`/api/v1/members/${b}/person`, { person: 'ann' })).status).toBe(200)
  })

  test('has the new role from the next request on', async () => {
    const browser = await join(night.node, { role: 'stakeholder', email: 'rising@example.org' })
    const silence = { service: 'checkout', minutes: 5, reason: 'work' }
    expect((await browser.post('/api/v1/silences', silence)).status).toBe(403)
    await boss.post(`/api/v1/members/${await idOf('rising@example.org')}/role`, { role: 'responder' })
    expect((await browser.post('/api/v1/silences', silence)).status).toBe(201)
  })

  test('and what became of them stands in the audit with the name of who did it', async () => {
    await join(night.node, { role: 'stakeholder', email: 'seen@example.org' })
    const id = await idOf('seen@example.org')
    await night.after('1s')
    await boss.post(`/api/v1/members/${id}/role`, { role: 'lead' })
    await night.after('1s')
    await boss.post(`/api/v1/members/${id}/remove`)
    expect(await audit('limit=2')).toMatchObject([
      { action: 'member.remove', subject: id, actor: { type: 'member', name: 'The boss' }, detail: { role: 'lead' } },
      { action: 'member.change-role', subject: id, detail: { from: 'stakeholder', to: 'lead' } },
    ])
    expect((await audit('action=invitation.accept')).length).toBeGreaterThan(3)
  })

  test('list is walked to its end', async () => {
    const all = (await members()).map((one) => one.id)
    const walked: string[] = []
    for (let next = ''; next !== 'null';) {
      const { body } = await boss.get(`/api/v1/members?limit=2${next === '' ? '' : `&cursor=${next}`}`)
      walked.push(...Object(body).items.map((one: Listed) => one.id))
      next = String(Object(body).next)
    }
    expect(walked).toEqual(all)
  })
})

describe('a token', () => {
  test('is told once, works with its scopes until it is revoked, and says when it was used last, to the minute', async () => {
    const made = await boss.post('/api/v1/tokens', { name: 'Deploys', scopes: ['read', 'read'] })
    expect(made).toMatchObject({ status: 201, body: { name: 'Deploys', scopes: ['read'], createdBy: 'The boss', lastUsedAt: null } })
    const { value, id } = Object(made.body)
    const ask = (url: string) => night.node.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${value}` } })
    const seen = async () => Object((await boss.get('/api/v1/tokens')).body).items.find((one: { id: string }) => one.id === id)
    expect((await ask('/api/v1/incidents')).statusCode).toBe(200)
    expect((await ask('/api/v1/tokens')).statusCode).toBe(403)
    const first = (await seen()).lastUsedAt
    expect(first).toBe(new Date(night.clock.now()).toISOString())
    await night.after('30s')
    await ask('/api/v1/incidents')
    expect((await seen()).lastUsedAt).toBe(first)
    await night.after('31s')
    await ask('/api/v1/incidents')
    expect((await seen()).lastUsedAt).toBe(new Date(night.clock.now()).toISOString())
    expect(JSON.stringify(await seen())).not.toContain(value)
    expect((await boss.post(`/api/v1/tokens/${id}/revoke`)).body).toMatchObject({ revokedAt: expect.any(String) })
    expect((await ask('/api/v1/incidents')).statusCode).toBe(401)
    expect((await boss.post(`/api/v1/tokens/${id}/revoke`)).status).toBe(404)
  })

  test('that is used a hundred times at once is written down once', async () => {
    await night.after('5m')
    const before = await night.node.world.db.query(`select xmin::text as x from tokens where name = 'bootstrap'`)
    await Promise.all(Array.from({ length: 100 }, () => night.api('GET', '/status')))
    const after = await night.node.world.db.query(`select xmin::text as x from tokens where name = 'bootstrap'`)
    await night.api('GET', '/status')
    const later = await night.node.world.db.query(`select xmin::text as x from tokens where name = 'bootstrap'`)
    expect(after).not.toEqual(before)
    expect(later).toEqual(after)
  })
})

describe('the audit', () => {
  test('is filtered by who, what and when', async () => {
    expect(new Set((await audit('actor=BOSS')).map((one: { actor: { name: string } }) => one.actor.name))).toEqual(new Set(['The boss']))
    expect(new Set((await audit('action=token.')).map((one: { action: string }) => one.action))).toEqual(
      new Set(['token.create', 'token.revoke']),
    )
    const now = new Date(night.clock.now()).toISOString()
    expect(await audit(`from=${now}`)).toEqual([])
    expect((await audit(`to=${now}`)).length).toBeGreaterThan(5)
  })

  test('is a file for a spreadsheet, with the same filter, that no cell can turn into a formula', async () => {
    await boss.post('/api/v1/tokens', { name: '=HYPERLINK("https://evil.example","x")', scopes: ['read'] })
    const evil = await join(night.node, { role: 'administrator', email: 'evil@example.org', name: '=1+1' })
    await evil.post('/api/v1/tokens', { name: 'x', scopes: ['read'] })
    const { text, headers, status } = await boss.get('/api/v1/audit.csv?action=token.create')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(headers['content-disposition']).toContain('audit.csv')
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('at,actor,actor type,action,subject,detail')
    expect(text).toContain(`"'=1+1"`)
    expect(lines.slice(1).every((line) => /^"\d{4}-/.test(line) && line.includes('"token.create"'))).toBe(true)
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m)
  })

  test('of ten thousand lines is streamed whole, each once', async () => {
    await night.node.world.db.query(
      `insert into audit (org_id, id, at, actor, action, subject, detail)
       select $1, 'audit_x' || lpad(n::text, 6, '0'), 1000 + n / 7, '{"type":"system"}', 'many.lines', n::text, '{}' from generate_series(1, 10000) n`,
      [night.node.orgId],
    )
    const { text } = await boss.get('/api/v1/audit.csv?action=many.lines')
    expect(new Set(text.trimEnd().split('\r\n')).size).toBe(10_001)
  })

  test('as a file is closed to whoever may not read it as a list', async () => {
    const responder = await join(night.node, { role: 'lead', email: 'curious@example.org' })
    expect(await responder.get('/api/v1/audit.csv')).toMatchObject({ status: 403, body: { data: { reason: 'scope-missing' } } })
    expect((await night.node.app.inject({ method: 'GET', url: '/api/v1/audit.csv' })).statusCode).toBe(401)
    const wrong = await night.node.app.inject({
      method: 'GET',
      url: '/api/v1/audit.csv?from=soon',
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    expect(wrong.statusCode).toBe(422)
  })
})
