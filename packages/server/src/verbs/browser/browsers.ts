// The pager in a browser: the person it rings switches it on from that very browser, and off again.
import { keysFault, readKeys, writeKeys, type BrowserKeys } from '@muster/adapters/webpush/subscription.ts'
import { MOST_BROWSERS, type BrowserView } from '@muster/contract/browsers.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { ContactId } from '@muster/core/vocabulary.ts'
import { pushKeys } from '../../push-keys.ts'
import { browsersAt, browsersOf, type BrowserRow } from '../../store/browsers.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, permitSpeakingFor, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { personNamed } from '../read/find.ts'
import { iso, isoOrNull } from '../read/views.ts'

export async function listBrowsers(world: World, caller: Caller, { person }: { person: string }) {
  permit(caller, 'browser.read')
  const rows = await world.db.app(caller, async (tx) =>
    browsersOf(tx, caller.orgId, personNamed(await world.configs.of(tx, caller.orgId), person).id),
  )
  return { applicationServerKey: pushKeys(world.secrets).publicKey, items: rows.map(view) }
}

export type Subscribing = { person: string; endpoint: string; keys: BrowserKeys; name: string }

export async function subscribe(world: World, caller: Caller, input: Subscribing): Promise<BrowserView> {
  permit(caller, 'browser.subscribe')
  const fault = keysFault(input.keys)
  if (fault !== null)
    throw new Refused('INVALID', {
      reason: 'invalid-keys',
      hint: 'Send what the browser gave.',
      faults: [{ at: 'keys', says: `${fault}.` }],
    })
  return change(world, caller, input.person, async ({ tx, person, own }) => {
    await takeOver(world, tx, caller, { person, input })
    const known = own.find((row) => row.address === input.endpoint)
    if (known === undefined && own.length >= MOST_BROWSERS)
      throw new Refused('CONFLICT', {
        reason: 'too-many-browsers',
        hint: `${MOST_BROWSERS} browsers ring for ${person.name} already. Remove one that is not used any more.`,
      })
    const id = known?.id ?? world.ids('contact')
    const slug = known?.slug ?? (await freeSlug(tx, caller, person))
    await writeBrowser(world, tx, caller, { id, slug, person, input })
    if (known === undefined) {
      await ring(tx, caller, { person, id })
      await audit(world, tx, caller, { action: 'browser.subscribe', subject: id, detail: { person: person.slug, name: input.name } })
    }
    return view(found(await browsersOf(tx, caller.orgId, person.id), id))
  })
}

export type Unsubscribing = { person: string; contact?: string | undefined; endpoint?: string | undefined }

/** One of both names it; of an endpoint that is not there nothing is said: the browser has what it wants. */
export async function unsubscribe(world: World, caller: Caller, input: Unsubscribing): Promise<{ items: BrowserView[] }> {
  permit(caller, 'browser.unsubscribe')
  const { contact, endpoint } = input
  return change(world, caller, input.person, async ({ tx, person, own }) => {
    const gone = own.filter((row) => row.slug === contact || row.address === endpoint)
    if (gone.length === 0 && endpoint === undefined)
      throw new Refused('NOT_FOUND', { reason: 'no-such-browser', hint: `${person.name} has no browser "${contact ?? ''}".` })
    for (const row of gone) await remove(world, tx, caller, row)
    return { items: own.filter((row) => !gone.includes(row)).map(view) }
  })
}

type Changing = { tx: Tx; person: Person; own: BrowserRow[] }

/** One change of the configuration at a time, as apply does it; whoever decides next sees it. */
async function change<T>(world: World, caller: Caller, slug: string, work: (changing: Changing) => Promise<T>): Promise<T> {
  return world.db.app(caller, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(1838, hashtext($1))', [caller.orgId])
    const person = personNamed(await world.configs.of(tx, caller.orgId), slug)
    permitSpeakingFor(caller, person)
    // A token has no browser of its own: whoever makes somebody's pages go elsewhere may change the configuration.
    if (caller.signedIn === undefined) permit(caller, 'config.apply')
    const result = await work({ tx, person, own: await browsersOf(tx, caller.orgId, person.id) })
    await tx.query('update orgs set config_version = config_version + 1 where id = $1', [caller.orgId])
    return result
  })
}

/** Who signs in on a browser after somebody else must not see their pages, nor they theirs. The keys prove that it is the same browser. */
async function takeOver(world: World, tx: Tx, caller: Caller, { person, input }: { person: Person; input: Subscribing }): Promise<void> {
  for (const row of await browsersAt(tx, caller.orgId, input.endpoint)) {
    const theirs = row.secret === null ? null : readKeys(world.secrets.open(row.secret, `${caller.orgId} ${row.id}`))
    if (row.user_id !== person.id && theirs?.auth === input.keys.auth) await remove(world, tx, caller, row)
  }
}

async function remove(world: World, tx: Tx, caller: Caller, row: BrowserRow): Promise<void> {
  await tx.query('update contacts set disabled = true where org_id = $1 and id = $2', [caller.orgId, row.id])
  await tx.query(
    `update users set rules = coalesce((select jsonb_agg(r) from jsonb_array_elements(rules) r where r->>'contactId' <> $3), '[]')
     where org_id = $1 and id = $2`,
    [caller.orgId, row.user_id, row.id],
  )
  await audit(world, tx, caller, { action: 'browser.unsubscribe', subject: row.id, detail: { name: row.name } })
}

type Written = { id: ContactId; slug: string; person: Person; input: Subscribing }

async function writeBrowser(world: World, tx: Tx, caller: Caller, { id, slug, person, input }: Written): Promise<void> {
  const { orgId } = caller
  const now = world.clock.now()
  const sealed = world.secrets.seal(writeKeys(input.keys), `${orgId} ${id}`)
  await tx.query(
    `insert into contacts (org_id, id, user_id, slug, channel, address, secret) values ($1, $2, $3, $4, 'webpush', $5, $6)
     on conflict (org_id, id) do update set secret = excluded.secret`,
    [orgId, id, person.id, slug, input.endpoint, sealed],
  )
  await tx.query(
    `insert into browsers (org_id, contact_id, name, created_at, refreshed_at) values ($1, $2, $3, $4, $4)
     on conflict (org_id, contact_id) do update set name = excluded.name, refreshed_at = excluded.refreshed_at, gone_at = null`,
    [orgId, id, input.name, now],
  )
}

/** At once with every rung that wakes the person, until they say otherwise. */
async function ring(tx: Tx, caller: Caller, { person, id }: { person: Person; id: ContactId }): Promise<void> {
  await tx.query('update users set rules = rules || $3::jsonb where org_id = $1 and id = $2', [
    caller.orgId,
    person.id,
    JSON.stringify([{ contactId: id, delayMinutes: 0 }]),
  ])
}

/** A slug that was used is the name of something else on old logs. */
async function freeSlug(tx: Tx, caller: Caller, person: Person): Promise<string> {
  const { rows } = await tx.query<{ slug: string }>('select slug from contacts where org_id = $1 and user_id = $2', [
    caller.orgId,
    person.id,
  ])
  const taken = new Set(rows.map((row) => row.slug))
  for (let number = 1; ; number += 1) if (!taken.has(`browser-${number}`)) return `browser-${number}`
}

function found(rows: readonly BrowserRow[], id: ContactId): BrowserRow {
  const row = rows.find((one) => one.id === id)
  if (row === undefined) throw new Error('The browser that was just written is not there')
  return row
}

function view({ slug, name, address, created_at, refreshed_at, gone_at }: BrowserRow): BrowserView {
  const service = URL.parse(address)?.host ?? ''
  return { contact: slug, name, service, createdAt: iso(created_at), refreshedAt: iso(refreshed_at), goneAt: isoOrNull(gone_at) }
}
