// What changed, for whoever is looking at a screen: noted in the transaction, told to every node right after its commit, as ids only.
import type { IncidentId, OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'

export const LIVE_CHANNEL = 'muster_live'

/** `account`: members, invitations, tokens, and so perhaps who may look. `everything`: more than is worth listing. */
export type ChangeKind = 'alerts' | 'silences' | 'config' | 'account' | 'everything'

export type Change = { orgId: OrgId } & ({ kind: 'incident'; id: IncidentId; number: number; seq: number } | { kind: ChangeKind })

/** Of one organisation, each thing once: an incident with the last entry of its log. */
export type Changes = { kinds: Set<ChangeKind>; incidents: Map<IncidentId, { number: number; seq: number }> }
export type ByOrg = Map<OrgId, Changes>

const noted = new WeakMap<Tx, Change[]>()

/** Nothing is said of a transaction that fails. */
export function noteChange(tx: Tx, change: Change): void {
  const list = noted.get(tx)
  if (list === undefined) noted.set(tx, [change])
  else list.push(change)
}

/** What was noted since this was asked last; connections are used again, so each transaction begins and ends with it. */
export function takeChanges(tx: Tx): Change[] {
  const list = noted.get(tx) ?? []
  noted.delete(tx)
  return list
}

/** More in one go, and whoever looks had better read everything once. */
const MOST_INCIDENTS = 100

export function addChange(all: ByOrg, change: Change): void {
  const of = all.get(change.orgId) ?? { kinds: new Set(), incidents: new Map() }
  all.set(change.orgId, of)
  if (change.kind !== 'incident') of.kinds.add(change.kind)
  else if (!of.kinds.has('everything')) of.incidents.set(change.id, { number: change.number, seq: change.seq })
  if (of.incidents.size <= MOST_INCIDENTS) return
  of.kinds.add('everything')
  of.incidents.clear()
}

type Written = [OrgId, ChangeKind[], [IncidentId, number, number][]]

/** PostgreSQL takes less than 8000 bytes in one notice. */
const MOST_BYTES = 7900

/** As few notices as hold it all; what belongs to one organisation may be in several. */
export function writeChanges(all: ByOrg): string[] {
  const notices: string[] = []
  let now: Written[] = []
  let bytes = 2
  const put = (part: Written) => {
    const size = Buffer.byteLength(JSON.stringify(part)) + 1
    if (bytes + size > MOST_BYTES && now.length > 0) {
      notices.push(JSON.stringify(now))
      now = []
      bytes = 2
    }
    now.push(part)
    bytes += size
  }
  for (const [orgId, { kinds, incidents }] of all) {
    if (kinds.size > 0) put([orgId, [...kinds], []])
    const rows = [...incidents].map(([id, { number, seq }]): [IncidentId, number, number] => [id, number, seq])
    for (let from = 0; from < rows.length; from += 40) put([orgId, [], rows.slice(from, from + 40)])
  }
  if (now.length > 0) notices.push(JSON.stringify(now))
  return notices
}

export function readChanges(notice: string): ByOrg {
  const all: ByOrg = new Map()
  for (const [orgId, kinds, incidents] of JSON.parse(notice) as Written[]) {
    for (const kind of kinds) addChange(all, { orgId, kind })
    for (const [id, number, seq] of incidents) addChange(all, { orgId, kind: 'incident', id, number, seq })
  }
  return all
}
