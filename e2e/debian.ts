// Debian packages without installing them: downloaded with apt-get and unpacked with dpkg into a folder of ours, by any user.
import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Parcel = {
  packages: readonly [string, ...string[]]
  finish?: (folder: string) => Promise<void>
  programs: readonly string[]
}

// The system's lists may be absent or name versions that the mirror has dropped; then a private copy is fetched, and the machine's own stays as it was.
const listSources = ['the machine’s package lists', 'freshly fetched package lists'] as const

export async function unpackOnce(folder: string, parcel: Parcel): Promise<string> {
  if (await exists(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const staging = await mkdtemp(`${folder}.partial-`)
  try {
    const started = Date.now()
    const archives = await download(parcel.packages, staging)
    const root = join(staging, 'root')
    await unpackAll(archives, root)
    await parcel.finish?.(root)
    for (const program of parcel.programs) await checkLibraries(join(root, program), root)
    await rename(root, folder).catch(async (error: unknown) => {
      // Another process may have finished first; its folder is as good as ours.
      if (!(await exists(folder))) throw error
    })
    say(`${basename(folder)} is ready after ${((Date.now() - started) / 1000).toFixed(1)} s`)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return folder
}

async function download(packages: readonly string[], staging: string): Promise<string> {
  const tried: string[] = []
  for (const source of listSources) {
    try {
      const options = source === listSources[0] ? [] : await privateLists(staging)
      const wanted = await missing(packages, options)
      say(`downloading ${wanted[0]}${wanted.length > 1 ? ` and ${wanted.length - 1} more` : ''}`)
      const cwd = await mkdtemp(join(staging, 'archives-'))
      await run('apt-get', [...options, ...aptOptions(), '-qq', 'download', ...wanted], { cwd, timeout: 600_000, env: plainEnv() })
      return cwd
    } catch (error) {
      tried.push(`  with ${source}: ${firstLines(error)}`)
    }
  }
  throw new Error(
    `${packages[0]} is needed by the end-to-end tests and could not be had.\n${tried.join('\n')}\n` +
      `By hand, on Debian or a system with its packages: apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`,
  )
}

async function privateLists(staging: string): Promise<string[]> {
  const lists = join(staging, 'lists')
  const cache = join(staging, 'apt-cache')
  await mkdir(join(lists, 'partial'), { recursive: true })
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true })
  const options = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Acquire::Languages=none']
  say('fetching package lists')
  // One source out of reach fails the whole update though the lists we need may be there: what follows will tell.
  const update = run('apt-get', [...options, ...aptOptions(), '-qq', 'update'], { timeout: 300_000, env: plainEnv() })
  await update.catch((error: unknown) => say(firstLines(error)))
  return options
}

// The named packages, and of what they depend on the libraries this machine lacks, each at the version apt would install.
async function missing(packages: readonly string[], options: readonly string[]): Promise<string[]> {
  const simulate = [...options, ...aptOptions(), '--simulate', '--no-install-recommends', 'install', ...packages]
  const { stdout } = await run('apt-get', simulate, { timeout: 60_000, maxBuffer: 16 << 20, env: plainEnv() })
  const versions = new Map<string, string>()
  for (const [, name, version] of stdout.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+) /gm)) {
    if (name && version) versions.set(name, version)
  }
  const libraries = [...versions.keys()].filter((name) => isLibrary(name) && !packages.includes(name))
  return [...packages, ...libraries].map((name) => (versions.has(name) ? `${name}=${versions.get(name)}` : name))
}

// Never the C library: mixed with the machine's own loader it would crash every program.
function isLibrary(name: string): boolean {
  return /^lib(?!c6|c-bin|js-|perl|.*-perl$)/.test(name)
}

async function unpackAll(archives: string, root: string): Promise<void> {
  for (const archive of await readdir(archives)) await run('dpkg', ['-x', join(archives, archive), root], { timeout: 300_000 })
}

export async function libraryFolders(root: string): Promise<string[]> {
  const found: string[] = []
  for (const parent of [join(root, 'usr/lib'), join(root, 'lib')]) {
    for (const name of await readdir(parent).catch(() => [])) {
      if (!name.includes('-linux-gnu')) continue
      found.push(join(parent, name), join(parent, name, 'pulseaudio'))
    }
  }
  return found
}

async function checkLibraries(program: string, root: string): Promise<void> {
  const env = { ...plainEnv(), LD_LIBRARY_PATH: (await libraryFolders(root)).join(':') }
  // A static program makes ldd fail; it lacks nothing.
  const listing = await run('ldd', [program], { env, timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  )
  const lacking = [...listing.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
  if (lacking.length > 0) throw new Error(`${basename(program)} was unpacked but lacks ${lacking.join(', ')}`)
}

// Root's apt drops to a user who cannot write our folders; a mirror that never answers must not hold the tests.
function aptOptions(): string[] {
  const asRoot = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : []
  return [
    ...asRoot,
    '-o',
    'Debug::NoLocking=1',
    '-o',
    'Acquire::Retries=2',
    '-o',
    'Acquire::http::Timeout=30',
    '-o',
    'Acquire::https::Timeout=30',
  ]
}

const plainEnv = () => ({ ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: '' })

const firstLines = (error: unknown) => {
  const text = error instanceof Error ? error.message : String(error)
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 6)
    .join('\n    ')
}

export const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const say = (line: string) => process.stderr.write(`e2e tools: ${line}\n`)
