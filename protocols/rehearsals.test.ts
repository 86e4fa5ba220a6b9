// Every pack's rehearsals, replayed for ever: what the protocol said of a scripted incident, it still says.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packSchema, rehearsalSchema } from '@muster/contract/pack.ts'
import { rehearse } from '@muster/core/protocol/rehearse.ts'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const here = import.meta.dirname
const read = (file: string): unknown => parse(readFileSync(join(here, file), 'utf8'))

describe.each(globSync('*/pack.yaml', { cwd: here }))('%s', (file) => {
  const pack = packSchema.parse(read(file))

  test.each(globSync(`${dirname(file)}/rehearsals/*.yaml`, { cwd: here }))('[PH-01] [IR-05] [DV-01] [SV-04] %s', (script) => {
    expect(rehearse(pack, rehearsalSchema.parse(read(script)))).toEqual([])
  })
})
