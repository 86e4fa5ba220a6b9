// Builds packages/web into its dist folder, unless what is there was made from the same sources.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../check/steps.ts'

const web = join(root, 'packages', 'web')
const dist = join(web, 'dist')
const stamp = join(dist, '.made-from')

/** The console, what it knows of core and the contract, and the versions of everything else. */
function madeFrom(): string {
  const files = globSync(
    ['packages/web/{src,public}/**/*.*', 'packages/web/*.{ts,html,json}', 'packages/{core,contract}/src/**/*.ts', 'package-lock.json'],
    {
      cwd: root,
    },
  ).filter((file) => !file.endsWith('.test.ts'))
  const hash = createHash('sha256')
  for (const file of files.toSorted())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

export async function buildWeb(): Promise<'built' | 'fresh'> {
  const wanted = madeFrom()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'fresh'
  // A test's own environment would give every reader React's slow, large build for developers.
  process.env['NODE_ENV'] = 'production'
  const { build } = await import('vite')
  // Beside the old one, and then in its place: a server that runs goes on serving what it has.
  const making = `${dist}.making-${process.pid}`
  await build({ root: web, configFile: join(web, 'vite.config.ts'), logLevel: 'warn', build: { outDir: making, emptyOutDir: true } })
  writeFileSync(join(making, '.made-from'), wanted)
  try {
    rmSync(dist, { recursive: true, force: true })
    renameSync(making, dist)
  } catch (error) {
    // Another build was faster: its result is as good.
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(stamp)) throw error
  }
  return 'built'
}

if (import.meta.main) {
  const before = performance.now()
  const result = await buildWeb()
  if (result === 'built') process.stderr.write(`muster: the console is built (${((performance.now() - before) / 1000).toFixed(1)} s).\n`)
}
