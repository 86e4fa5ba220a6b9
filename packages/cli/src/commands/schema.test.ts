// muster schema: what editors complete and check by is what the server reads by.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { muster } from '../testing/terminal.ts'

const published = (name: string): string => path.resolve(import.meta.dirname, `../../../../docs/reference/${name}.schema.json`)

test.each(['pack', 'rehearsal'])(
  'the published JSON Schema is the one the command line prints: muster schema %s > docs/reference/….schema.json',
  async (name) => {
    const { code, out } = await muster(['schema', name])
    expect(code).toBe(0)
    expect(JSON.parse(readFileSync(published(name), 'utf8'))).toEqual(JSON.parse(out))
  },
)

test("without a name the schema is the organisation's", async () => {
  expect((await muster(['schema'])).out).toBe((await muster(['schema', 'organisation'])).out)
})

test('a file of a pack needs none of the parts, for the others may stand in another file', async () => {
  const schema = JSON.parse((await muster(['schema', 'pack'])).out) as { required?: string[]; properties: object }
  expect(schema.required ?? []).toEqual([])
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['extends', 'pack', 'duties', 'clocks']))
})

test('another word is refused, with the words there are', async () => {
  const { code, err } = await muster(['schema', 'packs'])
  expect(code).toBe(2)
  expect(err).toContain('organisation, pack, rehearsal')
})
