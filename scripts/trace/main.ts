// Which tests prove which requirement: every id of the list with its tests, then the ids that have none.
// --requirements <file> reads the ids from the table rows of a Markdown page instead; --json is for machines.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../check/steps.ts'
import { titlesIn } from './titles.ts'

type Proof = { id: string; title: string; tests: readonly string[] }

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, requirements: { type: 'string' } } })

function wanted(): Map<string, string> {
  const listed = readFileSync(join(root, 'docs/reference/requirement-ids.txt'), 'utf8').trim().split('\n')
  const titles = new Map(listed.map((line) => line.split('\t') as [string, string]))
  if (values.requirements === undefined) return titles
  const cells = readFileSync(values.requirements, 'utf8').matchAll(/\| ([A-Z]{2}-\d{2}) (?=\|)/g)
  return new Map([...cells].map(([, id = '']) => [id, titles.get(id) ?? '']))
}

/** A rehearsal is a test by its name. */
const TITLED = ['*.test.ts', '*.test.tsx', 'protocols/*/rehearsals/*.yaml']

function testFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...TITLED], { cwd: root, encoding: 'utf8' })
  return listed.split('\n').filter((file) => file !== '' && !file.startsWith('tidy/') && existsSync(join(root, file)))
}

function prove(): { proofs: readonly Proof[]; unknown: readonly string[] } {
  const ids = wanted()
  const found = testFiles().flatMap((file) => titlesIn(readFileSync(join(root, file), 'utf8')).map((one) => ({ ...one, file })))
  const proofs = [...ids].map(([id, title]) => ({
    id,
    title,
    tests: found.filter((one) => one.ids.includes(id)).map((one) => `${one.file}: ${one.title}`),
  }))
  const unknown = found.flatMap((one) => one.ids.filter((id) => !ids.has(id)).map((id) => `${id} in ${one.file}`))
  return { proofs, unknown: [...new Set(unknown)] }
}

function tell({ proofs, unknown }: ReturnType<typeof prove>): void {
  const proven = proofs.filter((proof) => proof.tests.length > 0)
  for (const { id, title, tests } of proven) console.log(`${id}  ${title}\n${tests.map((test) => `       ${test}`).join('\n')}`)
  console.log('\nwithout a test:')
  for (const { id, title, tests } of proofs) if (tests.length === 0) console.log(`  ${id}  ${title}`)
  if (unknown.length > 0) console.log(`\nids nobody knows:\n${unknown.map((line) => `  ${line}`).join('\n')}`)
  console.log(`\n${proven.length} of ${proofs.length} requirements have a test`)
}

const result = prove()
if (values.json) console.log(JSON.stringify(result, undefined, 2))
else tell(result)
