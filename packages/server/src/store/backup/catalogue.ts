// Which tables are Muster's, in the order their rows can be put back: each after those it refers to.
import type pg from 'pg'

export type Table = { name: string; columns: string[]; identity: string[] }

type Row = Table & { needs: string[] }

/** Ours is what one of our roles was granted anything on: others may keep tables of their own beside them. */
const OURS = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and exists (select from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee where r.rolname in ('muster_app', 'muster_engine'))`

/** Tables with rows to keep. Which migrations were applied is not among them: the schema they make says so itself. */
export async function tablesInOrder(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Row>(
    `select c.relname::text as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity <> ''
         order by a.attnum) as identity,
       array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
     from pg_class c where ${OURS} and c.relname <> 'migrations' order by c.relname`,
  )
  return inOrder(rows)
}

function inOrder(rows: readonly Row[]): Table[] {
  const ordered: Table[] = []
  const waiting = new Map(rows.map((row) => [row.name, row]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((row) => !row.needs.some((name) => waiting.has(name)))
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`)
    for (const { name, columns, identity } of ready) {
      ordered.push({ name, columns, identity })
      waiting.delete(name)
    }
  }
  return ordered
}

/** The migrations a database had; null when it is not Muster's. */
export async function appliedMigrations(client: pg.ClientBase): Promise<string[] | null> {
  const { rows } = await client.query<{ present: boolean }>(`select to_regclass('public.migrations') is not null as present`)
  if (rows[0]?.present !== true) return null
  return (await client.query<{ name: string }>('select name from public.migrations order by name')).rows.map(({ name }) => name)
}

/** Everything of ours goes, in this transaction. What others built on it is not ours to drop: then PostgreSQL refuses and names it. */
export async function dropEverything(client: pg.ClientBase): Promise<void> {
  const tables = await client.query<{ name: string }>(`select format('public.%I', c.relname) as name from pg_class c where ${OURS}`)
  const routines = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_class c on c.oid = to_regclass('public.migrations') and c.relowner = p.proowner
     where p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  )
  if (tables.rows.length > 0) await client.query(`drop table ${tables.rows.map(({ name }) => name).join(', ')}`)
  if (routines.rows.length > 0) await client.query(`drop routine ${routines.rows.map(({ name }) => name).join(', ')}`)
}
