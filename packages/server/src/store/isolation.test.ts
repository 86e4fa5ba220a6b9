// One organisation never sees, changes or adds to another's rows, in any table there is: the catalogue lists them, so a new one is tried too.
import type { OrgId } from '@muster/core/vocabulary.ts'
import { busyNight } from '@muster/testkit/night/busy-night.ts'
import type { Night } from '@muster/testkit/night/night.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { tablesInOrder } from './backup/catalogue.ts'

/** Tables that belong to no organisation. */
const OF_NOBODY: Record<string, string> = {
  migrations: 'names of files, the same for every organisation; nobody but the owner writes it',
  installation: 'one row about the whole installation; the application has no right to it at all',
  shipped_packs: 'what the files of the server say, the same for every organisation; the application has no right to it at all',
  ...Object.fromEntries(
    ['users', 'sessions', 'credentials', 'verifications', 'two_factors', 'passkeys', 'rate_limits', 'attempts'].map((name) => [
      `account_${name}`,
      'an account is a person’s in the whole installation; the application has no right to it at all',
    ]),
  ),
}
/** Functions that run as the owner, whom no policy holds back. */
const BEYOND_THE_POLICIES: Record<string, string> = {
  incidents_hidden:
    'names those private incidents of the organisation that its viewer must not meet, so that every policy can leave them out',
  integration_keys_taken: 'tells whether a key whose digest the caller has already is taken, and by which id',
}

const APP = 'muster_app'
const ENGINE = 'muster_engine'
const REFUSED = '42501'

type Table = { name: string; org: string; columns: string[] }

let night: Night
let owner: pg.Client
let tables: Table[]
let ann: OrgId
let bea: OrgId

beforeAll(async () => {
  night = await busyNight(inject('cluster'))
  ann = night.node.orgId
  owner = new pg.Client(night.database.connection)
  await owner.connect()
  const found = await tablesInOrder(owner)
  tables = found
    .filter(({ name }) => !(name in OF_NOBODY))
    .map(({ name, columns, identity }) => ({
      name,
      org: name === 'orgs' ? 'id' : 'org_id',
      columns: columns.filter((column) => !identity.includes(column)),
    }))
  bea = alike(ann) as OrgId
  for (const table of tables) await copyForAnother(table)
})
afterAll(async () => {
  await owner.end()
  await night.close()
})

/** Another organisation's row: the same but for its ids and digests. */
const alike = (text: string): string =>
  text.replaceAll(/([a-z]+_)0([0-9a-z]{25})/g, '$1b$2').replaceAll(/\\x[0-9a-f]{4}/g, String.raw`\x0b0b`)

async function copyForAnother({ name, org, columns }: Table): Promise<void> {
  const { rows } = await owner.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t where ${org} = $1`, [ann])
  const copies = rows.map(({ row }) => (name === 'orgs' ? alike(row).replace('"slug": "default"', '"slug": "other"') : alike(row)))
  await owner.query(
    `insert into ${name} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${name}, $1)`,
    [`[${copies.join(',')}]`],
  )
}

/** Tries something as a role in an organisation and takes it back; gives how many rows it touched, or the code it failed with. */
async function attempt(role: string, org: string | null, text: string, values: unknown[] = [], viewer = 'all'): Promise<number | string> {
  await owner.query('begin')
  try {
    await owner.query(`set local role ${role}`)
    if (org !== null) await owner.query(`select set_config('muster.org', $1, true), set_config('muster.viewer', $2, true)`, [org, viewer])
    return (await owner.query(text, values)).rowCount ?? 0
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    await owner.query('rollback')
  }
}

const counted = async (text: string, values: unknown[] = []) => Number((await owner.query<{ n: string }>(text, values)).rows[0]?.n)

/** The tables for which something came out other than it must. */
async function except(allowed: readonly (number | string)[], what: (table: Table) => Promise<number | string>): Promise<string[]> {
  const wrong: string[] = []
  for (const table of tables) {
    const outcome = await what(table)
    if (!allowed.includes(outcome)) wrong.push(`${table.name}: ${outcome}`)
  }
  return wrong
}

test('both organisations have a row in every table, so that each try below could find one', async () => {
  const bare = await except([2], ({ name, org }) =>
    counted(`select count(distinct ${org}) as n from ${name} where ${org} in ($1, $2)`, [ann, bea]),
  )
  expect(bare).toEqual([])
})

test('no table shows one organisation to another', async () => {
  expect(await except([0], ({ name, org }) => attempt(APP, bea, `select from ${name} where ${org} = $1`, [ann]))).toEqual([])
  const own = async ({ name, org }: Table) =>
    (await attempt(APP, bea, `select from ${name}`)) === (await counted(`select count(*) as n from ${name} where ${org} = $1`, [bea]))
      ? 0
      : 'not its own rows'
  expect(await except([0], own)).toEqual([])
})

test('no table lets one organisation change or delete what is another’s', async () => {
  expect(
    await except([0, REFUSED], ({ name, org, columns }) =>
      attempt(APP, bea, `update ${name} set ${columns[1]} = ${columns[1]} where ${org} = $1`, [ann]),
    ),
  ).toEqual([])
  expect(await except([0, REFUSED], ({ name, org }) => attempt(APP, bea, `delete from ${name} where ${org} = $1`, [ann]))).toEqual([])
})

test('no table lets one organisation add to another, or give it one of its own rows', async () => {
  const add = async ({ name, org, columns }: Table) => {
    const { rows } = await owner.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t where ${org} = $1 limit 1`, [ann])
    return attempt(
      APP,
      bea,
      `insert into ${name} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_record(null::${name}, $1)`,
      [rows[0]?.row],
    )
  }
  expect(await except([REFUSED], add)).toEqual([])
  expect(await except([REFUSED], ({ name, org }) => attempt(APP, bea, `update ${name} set ${org} = $1`, [ann]))).toEqual([])
})

test.each([
  ['that was never set', null],
  ['that is set to nothing, as a setting is after its transaction', ''],
  ['that is not there', 'org_nobody'],
])('an organisation %s has no rows in any table', async (_, org) => {
  expect(await except([0], ({ name }) => attempt(APP, org, `select from ${name}`))).toEqual([])
})

test('partitions cannot be reached past the table they are part of', async () => {
  const { rows } = await owner.query<{ name: string }>(`select relname as name from pg_class where relispartition and relkind = 'r'`)
  expect(rows.length).toBeGreaterThan(7)
  for (const { name } of rows) {
    for (const role of [APP, ENGINE]) {
      expect(await attempt(role, bea, `select from ${name}`), `${role} reads ${name}`).toBe(REFUSED)
      expect(await attempt(role, bea, `delete from ${name}`), `${role} deletes from ${name}`).toBe(REFUSED)
    }
  }
})

test.each(['log_entries', 'audit'])('what stands in %s is never changed or deleted, by either role', async (name) => {
  for (const role of [APP, ENGINE]) {
    expect(await attempt(role, bea, `update ${name} set at = at`), role).toBe(REFUSED)
    expect(await attempt(role, bea, `delete from ${name}`), role).toBe(REFUSED)
    expect(await attempt(role, bea, `truncate ${name}`), role).toBe(REFUSED)
  }
})

test('every table has row-level security on, and a policy for each role', async () => {
  const { rows } = await owner.query<{ name: string; on: boolean; partition: boolean; policies: string[] }>(
    `select c.relname::text as name, c.relrowsecurity as on, c.relispartition as partition,
       array(select r.rolname::text from pg_policy p join pg_roles r on r.oid = any(p.polroles) where p.polrelid = c.oid and p.polpermissive order by 1) as policies
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  )
  const open = rows.filter(
    ({ name, on, partition, policies }) => !(name in OF_NOBODY) && !(on && (partition || String(policies) === `${APP},${ENGINE}`)),
  )
  expect(open).toEqual([])
})

test('the tables of no organisation tell the application nothing about one', async () => {
  expect(await attempt(APP, bea, 'select from installation')).toBe(REFUSED)
  for (const role of [APP, ENGINE]) {
    expect(await attempt(role, bea, `insert into migrations values ('x')`), role).toBe(REFUSED)
    expect(await attempt(role, bea, `update installation set key_check = ''`), role).toBe(REFUSED)
    expect(await attempt(role, bea, `delete from installation`), role).toBe(REFUSED)
  }
})

test('the tables of accounts show the application not a single row, and take none from it, whatever organisation it is in', async () => {
  const { rows } = await owner.query<{ name: string; on: boolean }>(
    `select relname::text as name, relrowsecurity as on from pg_class where relname like 'account\\_%' and relkind = 'r' order by 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(
    Object.keys(OF_NOBODY)
      .filter((name) => name.startsWith('account_'))
      .toSorted(),
  )
  expect(rows.filter((row) => !row.on)).toEqual([])
  expect(await counted('select count(*) as n from account_credentials where password is not null')).toBeGreaterThan(0)
  for (const { name } of rows) {
    for (const org of [ann, bea, null]) {
      const tries = [`select from ${name}`, `delete from ${name}`, `insert into ${name} default values`, `truncate ${name}`]
      for (const text of tries) expect(await attempt(APP, org, text), text).toBe(REFUSED)
    }
  }
})

test('neither role owns a table, may make one, or is more than it says', async () => {
  const { rows } = await owner.query(
    `select r.rolname from pg_roles r where r.rolname in ($1, $2) and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb
       or has_schema_privilege(r.oid, 'public', 'create') or exists (select from pg_class c where c.relowner = r.oid)
       or exists (select from pg_auth_members m where m.member = r.oid))`,
    [APP, ENGINE],
  )
  expect(rows).toEqual([])
})

test('no function reaches past the policies but those that say why', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select proname::text as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(BEYOND_THE_POLICIES))
})

test('every reference from one organisation’s row to another row carries the organisation with it', async () => {
  const { rows } = await owner.query<{ reference: string; pairs: string[] }>(
    `select f.conrelid::regclass || ' ' || f.conname as reference, array(
       select a.attname || '=' || b.attname from unnest(f.conkey, f.confkey) as k(mine, theirs)
       join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.mine join pg_attribute b on b.attrelid = f.confrelid and b.attnum = k.theirs) as pairs
     from pg_constraint f where f.contype = 'f' and f.connamespace = 'public'::regnamespace and f.conparentid = 0`,
  )
  expect(rows.length).toBeGreaterThan(15)
  // An account is in several organisations: what refers to it is a member, whose row carries the organisation itself.
  const ofAccounts = rows.filter(({ reference }) => /^account_|_account_id_fkey$/.test(reference))
  expect(ofAccounts.map(({ reference }) => reference).filter((one) => !one.startsWith('account_'))).toEqual([
    'members members_account_id_fkey',
  ])
  expect(
    rows.filter((row) => !ofAccounts.includes(row)).filter(({ pairs }) => !pairs.includes('org_id=org_id') && !pairs.includes('org_id=id')),
  ).toEqual([])
})

test('what hangs on a private incident is shown to nobody it has not drawn in, in any table that names an incident', async () => {
  const naming = await owner.query<{ name: string; column: string }>(
    `select c.relname as name, a.attname as column from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     join pg_attribute a on a.attrelid = c.oid and (a.attname in ('incident_id', 'from_id', 'to_id') or (c.relname = 'incidents' and a.attname = 'id'))
     where c.relkind in ('r', 'p') and has_table_privilege('muster_app', c.oid, 'select') order by 1, 2`,
  )
  const [secret] = (await owner.query<{ id: string }>('select id from incidents where org_id = $1 and private', [ann])).rows
  expect(naming.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['alerts', 'deliveries', 'incidents', 'log_entries', 'pages']))
  for (const { name, column } of naming.rows) {
    await owner.query('begin')
    try {
      // One row at least hangs on the private one, whatever keys would say to that.
      await owner.query("set local session_replication_role = 'replica'")
      const { rowCount } = await owner.query(`select from ${name} where ${column} = $1`, [secret?.id])
      if (rowCount === 0)
        await owner.query(`update ${name} set ${column} = $2 where ctid in (select ctid from ${name} where org_id = $1 limit 1)`, [
          ann,
          secret?.id,
        ])
      const counted = async (viewer: string) => {
        await owner.query('savepoint looking')
        await owner.query('set local role muster_app')
        await owner.query(`select set_config('muster.org', $1, true), set_config('muster.viewer', $2, true)`, [ann, viewer])
        const { rowCount } = await owner.query(`select from ${name} where ${column} = $1`, [secret?.id])
        await owner.query('rollback to savepoint looking')
        return rowCount
      }
      expect([name, column, await counted('user_somebody')]).toEqual([name, column, 0])
      expect([name, column, await counted('')]).toEqual([name, column, 0])
      expect([name, column, await counted('all')]).not.toEqual([name, column, 0])
    } finally {
      await owner.query('rollback')
    }
  }
})
