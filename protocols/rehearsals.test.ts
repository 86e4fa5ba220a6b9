// Every pack means what it says, and its rehearsals are replayed for ever: what the protocol said of a scripted incident, it still says.
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { rehearsalSchema } from '@muster/contract/rehearsal.ts'
import { rehearse } from '@muster/core/protocol/rehearse.ts'
import { describe, expect, test } from 'vitest'
import { packOf, readYaml } from './packs.ts'

const here = import.meta.dirname
const rehearsalOf = (file: string) => rehearsalSchema.parse(readYaml(file))

describe.each(globSync('*/pack.yaml', { cwd: here }).map((file) => dirname(file)))('%s', (folder) => {
  test('means what it says: nothing it names is missing', () => {
    expect(() => packOf(folder)).not.toThrow()
  })

  test.each(
    globSync(`${folder}/rehearsals/*.yaml`, { cwd: here })
      .toSorted()
      .map((file) => [String(readYaml(file)['name']), file] as const),
  )('%s', (_title, file) => {
    expect(rehearse(packOf(folder), rehearsalOf(file))).toEqual([])
  })
})

describe('the rehearsals together', () => {
  const pack = packOf('handbook')
  const rehearsals = globSync('*/rehearsals/*.yaml', { cwd: here }).map(rehearsalOf)
  const moments = rehearsals.flatMap((one) => one.expect)
  const owed = moments.flatMap(({ obligations }) => Object.entries(obligations ?? {}))
  const unrehearsed = (named: readonly { id: string }[], rehearsed: readonly (string | undefined)[]) =>
    named.map(({ id }) => id).filter((id) => !rehearsed.includes(id))

  test('leave out no duty, guardrail, advice or column', () => {
    const asked = owed.flatMap(([duty, state]) => (state === 'none' ? [] : [duty]))
    expect({
      duties: unrehearsed(pack.duties, asked),
      guardrails: unrehearsed(
        pack.guardrails,
        moments.flatMap(({ guardrails }) => guardrails ?? []),
      ),
      advice: unrehearsed(
        pack.advice,
        moments.flatMap(({ advice }) => advice ?? []),
      ),
      columns: unrehearsed(
        pack.columns,
        moments.map(({ column }) => column),
      ),
    }).toEqual({ duties: [], guardrails: [], advice: [], columns: [] })
  })

  test('carry each deviation through to its end: the first move, the people engaged, the record, the follow-up', () => {
    const ended = owed.flatMap(([duty, state]) => (state === 'kept' || state === 'late' ? [duty] : []))
    const parts = pack.deviations.flatMap(({ id }) => ['first', 'engage', 'record', 'follow'].map((part) => ({ id: `${id}.${part}` })))
    expect(unrehearsed(parts, ended)).toEqual([])
  })

  test('name in their titles each requirement that the pack carries out', () => {
    const sources = [...pack.duties, ...pack.guardrails, ...pack.advice, ...pack.columns].map(({ source }) => source)
    const titles = rehearsals.map(({ name }) => name).join(' ')
    expect([...new Set(sources)].filter((source) => !titles.includes(`[${source}]`))).toEqual([])
  })
})
