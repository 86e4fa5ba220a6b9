// What a press of "Done" may put on the log: each way to end what is owed, with the fields that its entry has.
import { isDeepStrictEqual } from 'node:util'
import type { ObligationView } from '@muster/contract/protocol.ts'
import { protocolEntry } from '@muster/contract/protocol-entry.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'

type Ending = ObligationView['done'][number]

const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  protocolEntry.options.map(({ shape }) => [shape.type.value, new Set(Object.keys(shape))]),
)

export function endingsOf(duty: Pick<Pack['duties'][number], 'done'> | undefined): Ending[] {
  const endings = (duty?.done ?? []).map(({ logged, where }): Ending => {
    const fields = FIELDS.get(logged)
    // What is worked out from an entry once it is written, nobody can write.
    return { type: logged, where: Object.fromEntries(Object.entries(where ?? {}).filter(([name]) => fields?.has(name) ?? true)) }
  })
  return endings.filter((one, place) => endings.findIndex((other) => isDeepStrictEqual(one, other)) === place)
}
