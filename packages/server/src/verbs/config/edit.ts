// Changes some parts of the configuration from the console, unless somebody else has changed the same parts meanwhile.
import { isDeepStrictEqual } from 'node:util'
import type { Applied, ConfigDocument, ConfigEdit, ConfigParts } from '@muster/contract/config-document.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { changeConfig, checked } from './change-config.ts'
import { refuseManaged } from './managed.ts'
import { complete } from './plan.ts'

const KINDS = ['people', 'schedules', 'policies', 'services', 'sources'] as const
type Kind = (typeof KINDS)[number]

export async function edit(world: World, caller: Caller, input: ConfigEdit): Promise<Applied> {
  permit(caller, 'config.edit')
  return changeConfig(world, caller, {
    action: 'config.edit',
    wanted: ({ document }, config) => {
      refuseManaged(document.managedBy, 'This')
      refuseChanged(document, input)
      const wanted = merged(document, input)
      return checked(wanted, { world, current: document, config, placed: (at) => placeIn(input.put, wanted, at) })
    },
  })
}

function merged(document: ConfigDocument, { put, remove }: ConfigEdit): ConfigDocument {
  return {
    ...document,
    ...(put.organisation !== undefined && { organisation: put.organisation }),
    ...(put.roles !== undefined && { roles: put.roles }),
    ...(put.audiences !== undefined && { audiences: put.audiences }),
    ...(put.catchAll !== undefined && { catchAll: put.catchAll }),
    people: replaced(document.people, put.people, remove.people),
    schedules: replaced(document.schedules, put.schedules, remove.schedules),
    policies: replaced(document.policies, put.policies, remove.policies),
    services: replaced(document.services, put.services, remove.services),
    sources: replaced(document.sources, put.sources, remove.sources),
  }
}

function replaced<Thing extends { slug: string }>(stored: readonly Thing[], put: readonly Thing[] = [], remove: readonly string[] = []) {
  const gone = new Set(remove)
  const written = new Map(put.map((one) => [one.slug, one]))
  const known = new Set(stored.map((one) => one.slug))
  const stays = stored.filter(({ slug }) => written.has(slug) || !gone.has(slug))
  return [...stays.map((one) => written.get(one.slug) ?? one), ...put.filter(({ slug }) => !known.has(slug))]
}

/** What an organisation need not have. */
const NONE = { hours: null, bridge: null }

function refuseChanged(document: ConfigDocument, { put, was }: ConfigEdit): void {
  if (was === undefined) return
  const changed = [
    ...KINDS.flatMap((kind) => changedSlugs(kind, document, { put, was })),
    ...(same({ ...NONE, ...document.organisation, ...was.organisation }, { ...NONE, ...document.organisation })
      ? []
      : ["the organisation's name, protocol, working hours or bridge"]),
    ...(was.roles === undefined || same(was.roles, document.roles) ? [] : ['who is on call for a role']),
    ...(was.audiences === undefined || same(was.audiences, document.audiences) ? [] : ['who is sent updates']),
    ...(was.catchAll === undefined || same(was.catchAll, document.catchAll) ? [] : ['the catch-all']),
  ]
  if (changed.length === 0) return
  throw new Refused('CONFLICT', {
    reason: 'changed-meanwhile',
    hint: `Somebody else has changed ${changed.join(', ')} since you opened this. Look at it as it is now, then change it again.`,
  })
}

/** What is written without having been looked at is meant to be new. */
function changedSlugs(kind: Kind, document: ConfigDocument, { put, was }: { put: ConfigParts; was: ConfigParts }): string[] {
  const stored = bySlug(kind, complete(document))
  const seen = bySlug(kind, complete({ ...document, [kind]: was[kind] ?? [] }))
  const written = (put[kind] ?? []).map(({ slug }) => slug)
  return [...new Set([...seen.keys(), ...written])].filter((slug) => !same(seen.get(slug), stored.get(slug)))
}

const bySlug = (kind: Kind, document: ConfigDocument): Map<string, object> => new Map(document[kind].map((one) => [one.slug, one]))

/** What is undefined and what is not there are the same. */
function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other))
}

const plain = (thing: unknown): unknown => (thing === undefined ? null : JSON.parse(JSON.stringify(thing)))

/** A fault's place in what was sent; of something that was only stored, its name. */
function placeIn(put: ConfigParts, wanted: ConfigDocument, at: string): string {
  const found = /^(people|schedules|policies|services|sources)(?:\[(\d+)\]|\.(\d+))/.exec(at)
  if (found === null) return /^(organisation|roles|audiences|catchAll)/.test(at) ? `put.${at}` : at
  const [whole, kind, bracketed, dotted] = found
  const of = kind as Kind
  const slug = wanted[of][Number(bracketed ?? dotted)]?.slug ?? ''
  const index = (put[of] ?? []).findIndex((one) => one.slug === slug)
  return `${index === -1 ? `${of}.${slug}` : `put.${of}[${index}]`}${at.slice(whole.length)}`
}
