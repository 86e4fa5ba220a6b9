// The packs a server begins with: what cannot be used is refused at start, with the file and the fault.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readPack, readPacks } from './packs.ts'

const SHIPPED = path.resolve(import.meta.dirname, '../../../protocols')
const none = { packs: new Map() }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-packs-'))
  cpSync(SHIPPED, folder, { recursive: true })
})

function change(file: string, from: string | RegExp, to: string): void {
  const place = path.join(folder, file)
  writeFileSync(place, readFileSync(place, 'utf8').replace(from, to))
}

test('[SV-03] the server knows the packs that are shipped, and whoever names none gets the handbook', () => {
  const packs = readPacks(folder)
  expect(packs.names).toEqual(['four-level', 'handbook'])
  expect(packs.chosenBy({ ...none, protocol: 'gone' }).name).toBe('handbook')
  expect(packs.chosenBy({ ...none, protocol: 'four-level' }).classes.SEV1).toBe('major')
})

test('a pack is known by what it calls itself, wherever it stands', () => {
  change('four-level/pack.yaml', 'pack: four-level', 'pack: night')
  expect(readPacks(folder).chosenBy({ ...none, protocol: 'night' }).classes.SEV1).toBe('major')
})

test('two packs of one name are refused: an incident would not know which it keeps', () => {
  change('four-level/pack.yaml', 'pack: four-level', 'pack: handbook')
  expect(() => readPacks(folder)).toThrow('called "handbook"')
})

test('a pack that does not mean what it says is refused with file, place and fault', () => {
  change('handbook/procedures.yaml', 'within: acknowledge', 'within: acknowlege')
  const file = path.join(folder, 'handbook/procedures.yaml')
  expect(() => readPack(path.join(folder, 'handbook'))).toThrow(`${file}: duties.0.within: There is no clock "acknowlege" in this pack.`)
})

test('a file that is not YAML is refused by its name', () => {
  change('handbook/words.yaml', 'audiences:', 'audiences: [')
  expect(() => readPack(path.join(folder, 'handbook'))).toThrow(`${path.join(folder, 'handbook/words.yaml')} cannot be read as YAML.`)
})
