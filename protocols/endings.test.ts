// Every way to end what is owed that a card offers can be sent: an ending that can only be derived is a press that never works.
import { protocolEntry } from '@muster/contract/protocol-entry.ts'
import { endingsOf } from '@muster/server/verbs/protocol/endings.ts'
import { describe, expect, test } from 'vitest'
import { packOf } from './packs.ts'

const shapeOf = (type: string) => protocolEntry.options.find(({ shape }) => shape.type.value === type)?.shape

describe.each(['handbook', 'four-level'])('%s', (folder) => {
  test.each(packOf(folder).duties.map((duty) => [duty.id, duty] as const))(
    '[BX-05] every ending of %s is an entry the contract takes',
    (_id, duty) => {
      const endings = endingsOf(duty)
      expect(new Set(endings.map((one) => JSON.stringify(one))).size).toBe(endings.length)
      for (const { type, where } of endings) {
        const fields: Record<string, { safeParse: (value: unknown) => { success: boolean } }> | undefined = shapeOf(type)
        if (fields === undefined) continue
        for (const [name, value] of Object.entries(where))
          expect([type, name, fields[name]?.safeParse(value).success]).toEqual([type, name, true])
      }
      expect(endings.length > 0).toBe(duty.done.length > 0)
    },
  )
})
