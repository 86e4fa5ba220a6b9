// The reference pages that repeat what the code says say the same.
import { jsonSchema } from '@muster/cli/document/config.ts'
import { SETTINGS } from '@muster/server/settings.ts'
import { expect, test } from 'vitest'
import { read } from './repository.ts'

test('the published JSON Schema is the one the command line prints: muster schema > docs/reference/organisation.schema.json', () => {
  expect(JSON.parse(read('docs/reference/organisation.schema.json'))).toEqual(JSON.parse(JSON.stringify(jsonSchema())))
})

test('the settings page has every setting, with its default and its meaning', () => {
  const rows = read('docs/reference/settings.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(SETTINGS.map((setting) => `| \`${setting.name}\` | ${setting.default} | ${setting.says} |`))
})
