// The deviation ledger of an organisation: its last incidents, read for what went otherwise than their protocol says.
import { setImmediate } from 'node:timers/promises'
import type { PackLedger } from '@muster/contract/packs.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { ledgerOf, type Happened } from '@muster/core/protocol/ledger.ts'
import { incidentOf } from '../../store/held.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export async function showLedger(world: World, caller: Caller, { incidents: most }: { incidents: number }): Promise<PackLedger> {
  permit(caller, 'pack.read')
  const { orgId } = caller
  const { config, incidents } = await world.db.app(caller, async (tx) => {
    // What touched nothing outside tells nothing of how the protocol fares.
    const { rows } = await tx.query(`select * from incidents where org_id = $1 and origin <> 'test' order by number desc limit $2`, [
      orgId,
      most,
    ])
    return { config: await world.configs.of(tx, orgId), incidents: rows.map((row) => incidentOf(row)) }
  })
  const happened: Happened[] = []
  for (const incident of incidents) {
    const facts = await world.db.app(caller, (tx) => world.facts.of(tx, incident.id))
    happened.push({ number: incident.number, pack: world.packs.of(config, incident), facts, until: endOf(incident, world) })
    await setImmediate()
  }
  const present = world.packs.chosenBy(config)
  const names = [...config.directory.people.values()].map(({ name }) => name)
  const { entries, incidents: read } = ledgerOf(happened, { present, names })
  return {
    incidents: read,
    pack: { name: present.name, version: present.version, isOwn: config.packs.has(present.name) },
    entries: entries.map(({ proposal, incidents: numbers, reasons, ...entry }) => ({
      ...entry,
      incidents: [...numbers],
      reasons: [...reasons],
      proposal:
        proposal === null
          ? null
          : {
              says: proposal.says,
              path: [...proposal.path],
              value: typeof proposal.value === 'number' ? proposal.value : [...proposal.value],
            },
    })),
  }
}

/** What was left undone when it was over was not kept; what its end asks for is still coming. */
const endOf = ({ resolvedAt }: Incident, { clock }: World) => resolvedAt ?? clock.now()
