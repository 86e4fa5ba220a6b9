// Faults only the rules can see: mappings that cannot be read, rotas that contradict themselves.
import { readMapping } from '@muster/adapters/generic/read-mapping.ts'
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { validateSchedule } from '@muster/core/schedule/validate.ts'
import type { Packs } from '../../packs.ts'
import type { Fault } from './check-references.ts'
import { scheduleOf } from './write.ts'

type Meaning = { packs: Packs; current: Pick<ConfigDocument, 'organisation'> }

export function meaningFaults(document: ConfigDocument, { packs, current }: Meaning): Fault[] {
  const protocol = document.organisation?.protocol
  const protocols = packs.names
  return [
    ...(protocol === undefined || protocols.includes(protocol)
      ? []
      : [{ at: 'organisation.protocol', says: `There is no protocol "${protocol}". This server has ${protocols.join(', ')}.` }]),
    ...protocolFaults(document, packs.of(protocol ?? current.organisation?.protocol)),
    ...document.services.flatMap(mappingFaults),
    ...document.schedules.flatMap((schedule, s) => scheduleFaults(schedule, `schedules[${s}]`)),
  ]
}

/** A role that the protocol does not have would never be called, and nobody would notice. */
function protocolFaults({ roles, policies }: ConfigDocument, pack: Pack): Fault[] {
  const known = new Set(pack.roles.map(({ id }) => id))
  return [
    ...Object.keys(roles).flatMap((role) =>
      known.has(role)
        ? []
        : [{ at: `roles.${role}`, says: `The protocol ${pack.name} has no role "${role}". It has ${[...known].join(', ')}.` }],
    ),
    ...policies.flatMap(({ calls }, p) =>
      calls.flatMap((set, place) =>
        pack.sets[set] === undefined
          ? [
              {
                at: `policies[${p}].calls[${place}]`,
                says: `The protocol ${pack.name} has no set of roles "${set}". It has ${Object.keys(pack.sets).join(', ')}.`,
              },
            ]
          : [],
      ),
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
