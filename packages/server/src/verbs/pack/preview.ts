// What a pack that is being written would change: in sentences, in the rehearsals of the pack below it, and in an incident that really happened.
import { setImmediate } from 'node:timers/promises'
import type { PackPreview } from '@muster/contract/packs.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import type { Obligation } from '@muster/core/protocol/owed.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { read } from '@muster/core/protocol/read.ts'
import { rehearse, type Rehearsal } from '@muster/core/protocol/rehearse.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import { incidentOf } from '../../store/held.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { newestOf } from '../../store/own-packs.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { iso } from '../read/views.ts'
import { checkedView, readDraft, type Read } from './read-draft.ts'
import { changesBetween } from './show-packs.ts'

/** Of one incident, or one rehearsal: what is more is not read. */
const MOST_SHOWN = 50

export async function previewPack(
  world: World,
  caller: Caller,
  { document, incident }: { document: string; incident?: string | undefined },
): Promise<PackPreview> {
  permit(caller, 'pack.preview')
  const draft = readDraft(world.packs, document)
  if (!draft.ok) return { ...checkedView(draft), against: '', changes: [], rehearsals: { total: 0, differ: [] }, incident: null }
  const { read: wanted } = draft
  // Read first, worked out afterwards: a transaction is not held while rehearsals are replayed.
  const { config, happened } = await world.db.app(caller, async (tx) => ({
    config: await world.configs.of(tx, caller.orgId),
    happened: incident === undefined ? null : await happenedIn(world, tx, incident),
  }))
  const before = standingBefore(world.packs, config, wanted)
  const rehearsals = wanted.base === null ? [] : (world.packs.shipped(wanted.base)?.rehearsals() ?? [])
  return {
    ...checkedView(draft),
    against: `${before.written.name}, version ${before.written.version}`,
    changes: changesBetween(before.written, wanted.written),
    rehearsals: { total: rehearsals.length, differ: await otherwiseIn(rehearsals, before.pack, wanted.pack) },
    incident:
      happened === null
        ? null
        : inIncident(happened, { before: world.packs.of(config, happened.incident), draft: wanted.pack, now: world.clock.now() }),
  }
}

type Before = Pick<Read, 'written' | 'pack'>

/** Its newest version; of a new one what it is laid over. */
export function standingBefore(packs: Packs, config: OrgConfig, { written, base }: Read): Before {
  const newest = newestOf(config.packs, written.name)
  if (newest !== undefined) return { written: newest.written(), pack: newest.pack() }
  return (base === null ? undefined : packs.shipped(base)) ?? { written: packs.standard, pack: packs.standard }
}

/** One after the other, and between them whatever else the server has to do: nobody is paged later because somebody edits. */
async function otherwiseIn(rehearsals: readonly Rehearsal[], before: Pack, draft: Pack): Promise<PackPreview['rehearsals']['differ']> {
  const differ: PackPreview['rehearsals']['differ'] = []
  for (const rehearsal of rehearsals) {
    const says = otherwise(rehearsal, before, draft)
    if (says.length > 0) differ.push({ name: rehearsal.name, says: says.slice(0, MOST_SHOWN) })
    await setImmediate()
  }
  return differ
}

/** What the pack in force says otherwise than the rehearsal already is not the draft's doing. */
function otherwise(rehearsal: Rehearsal, before: Pack, draft: Pack): string[] {
  const found = rehearse(draft, rehearsal)
  if (found.length === 0) return []
  const known = new Set(rehearse(before, rehearsal))
  return found.filter((line) => !known.has(line))
}

type Happened = { incident: Incident; facts: Facts }

async function happenedIn(world: World, tx: Tx, id: string): Promise<Happened> {
  const incidentId = await findIncident(tx, id)
  const { rows } = await tx.query('select * from incidents where id = $1', [incidentId])
  return { incident: incidentOf(rows[0]), facts: await world.facts.of(tx, incidentId) }
}

function inIncident({ incident: { number, title }, facts }: Happened, compared: Compared): PackPreview['incident'] {
  return { number, title, differ: owedOtherwise(facts, compared) }
}

type Compared = { before: Pack; draft: Pack; now: Instant }

/** As it stands now: what was owed, and how it ended. */
function owedOtherwise(facts: Facts, { before, draft, now }: Compared): NonNullable<PackPreview['incident']>['differ'] {
  const byKey = (pack: Pack) => new Map((read(pack, facts, now)?.obligations ?? []).map((one) => [one.key, one]))
  const [was, is] = [byKey(before), byKey(draft)]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys
    .map((key) => ({ duty: (is.get(key) ?? was.get(key))?.duty ?? key, was: owedView(was.get(key)), is: owedView(is.get(key)) }))
    .filter((one) => JSON.stringify(one.was) !== JSON.stringify(one.is))
    .slice(0, MOST_SHOWN)
}

const owedView = (one: Obligation | undefined) => (one === undefined ? null : { says: one.says, state: one.state, dueAt: iso(one.dueAt) })
