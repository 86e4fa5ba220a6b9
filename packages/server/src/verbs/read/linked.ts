// The incidents an incident is linked with, as it sees them: its umbrella and its parts first.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { sideOf } from '@muster/core/several/links.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import type { Tx } from '../../store/db.ts'
import { incidentOf } from '../../store/held.ts'
import { linksOf } from '../../store/links.ts'
import type { OrgConfig } from '../../store/org-config.ts'

const ORDER = ['merged', 'part-of', 'has-part', 'absorbed', 'related'] as const

type Asking = { config: OrgConfig; packs: Packs }

export async function linkedWith(tx: Tx, id: IncidentId, { config, packs }: Asking): Promise<IncidentDetail['links']> {
  const { orgId } = config
  const links = await linksOf(tx, orgId, [id])
  if (links.length === 0) return []
  const sides = new Map(links.map((link) => [link.from === id ? link.to : link.from, sideOf(link, id)]))
  const { rows } = await tx.query('select * from incidents where org_id = $1 and id = any($2) order by number', [orgId, [...sides.keys()]])
  return rows
    .map((row) => incidentOf(row))
    .map((incident) => ({
      number: incident.number,
      title: incident.title,
      status: incident.status,
      grade: packs.gradeOf(config, incident),
      side: sides.get(incident.id) ?? 'related',
    }))
    .toSorted((a, b) => ORDER.indexOf(a.side) - ORDER.indexOf(b.side))
}
