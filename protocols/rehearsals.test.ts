// Every pack means what it says, and its rehearsals are replayed for ever: what the protocol said of a scripted incident, it still says.
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { rehearsalSchema } from '@muster/contract/rehearsal.ts'
import { rehearse } from '@muster/core/protocol/rehearse.ts'
import { describe, expect, test } from 'vitest'
import { packOf, readYaml } from './packs.ts'

const here = import.meta.dirname

describe.each(globSync('*/pack.yaml', { cwd: here }).map((file) => dirname(file)))('%s', (folder) => {
  test('means what it says: nothing it names is missing', () => {
    expect(() => packOf(folder)).not.toThrow()
  })

  test.each(
    globSync(`${folder}/rehearsals/*.yaml`, { cwd: here })
      .toSorted()
      .map((file) => [String(readYaml(file)['name']), file] as const),
  )('%s', (_title, file) => {
    expect(rehearse(packOf(folder), rehearsalSchema.parse(readYaml(file)))).toEqual([])
  })
})
