// Faults only the rules can see: mappings that cannot be read, rotas that contradict themselves.
import { readMapping } from '@muster/adapters/generic/read-mapping.ts'
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { validateSchedule } from '@muster/core/schedule/validate.ts'
import type { Packs } from '../../packs.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { Fault } from './check-references.ts'
import { scheduleOf } from './write.ts'

type Meaning = { packs: Packs; config: Pick<OrgConfig, 'packs' | 'protocol'> }

export function meaningFaults(document: ConfigDocument, { packs, config }: Meaning): Fault[] {
  const protocol = document.organisation?.protocol
  const protocols = [...packs.names, ...config.packs.keys()].toSorted()
  return [
    ...(protocol === undefined || protocols.includes(protocol)
      ? []
      : [{ at: 'organisation.protocol', says: `There is no protocol "${protocol}". This server has ${protocols.join(', ')}.` }]),
    ...protocolFaults(document, packs.chosenBy({ ...config, ...(protocol !== undefined && { protocol }) })),
    ...document.services.flatMap(mappingFaults),
    ...document.schedules.flatMap((schedule, s) => scheduleFaults(schedule, `schedules[${s}]`)),
  ]
}

/** What the protocol does not have would never be called, nor told, and nobody would notice. */
export function protocolFaults({ roles, audiences, policies }: ConfigDocument, pack: Pack): Fault[] {
  const among = (what: string, known: readonly string[], { name, at }: { name: string; at: string }): Fault[] =>
    known.includes(name) ? [] : [{ at, says: `The protocol ${pack.name} has no ${what} "${name}". It has ${known.join(', ')}.` }]
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id)
  return [
    ...Object.keys(roles).flatMap((name) => among('role', idsOf(pack.roles), { name, at: `roles.${name}` })),
    ...Object.keys(audiences).flatMap((name) => among('audience', idsOf(pack.audiences), { name, at: `audiences.${name}` })),
    ...policies.flatMap(({ calls }, p) =>
      calls.flatMap((name, place) => among('set of roles', Object.keys(pack.sets), { name, at: `policies[${p}].calls[${place}]` })),
    ),
  ]
}

function mappingFaults(service: ConfigDocument['services'][number], s: number): Fault[] {
  return service.integrations.flatMap(({ kind, mapping }, i) => {
    if (mapping === undefined || mapping === null) return []
    const at = `services[${s}].integrations[${i}].mapping`
    if (kind !== 'generic') return [{ at, says: 'Only a generic integration has a mapping. Leave it out.' }]
    const read = readMapping(mapping)
    return read.ok ? [] : read.faults.map((fault) => ({ at: fault.at === '' ? at : `${at}.${fault.at}`, says: fault.says }))
  })
}

/** In the rules' own words, with the places named as the document names them. */
export function scheduleFaults(schedule: ConfigDocument['schedules'][number], place: string): Fault[] {
  const faults = validateSchedule(scheduleOf(schedule, (_kind, slug) => slug))
  return faults.map(({ at, says }) => ({
    at: `${place}.${at.replace('.rotation', '').replace('.userId', '.person').replace(/\.id$/, '.slug')}`,
    says,
  }))
}
