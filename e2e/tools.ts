// The outside programs the end-to-end tests drive: the machine's own where installed, else unpacked into a cache folder that needs no root.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists, libraryFolders, unpackOnce, type Parcel } from './debian.ts'
import { fontsEnv } from './fonts.ts'
import { relocateAlertmanager, relocatedProgram } from './relocate.ts'

export type Env = Record<string, string>

export type Tools = {
  prometheus: string
  promtool?: string
  alertmanager: string
  amtool: string
  chromium: { path: string; env: Env }
  postgres15: { binFolder: string; env: Env }
}

const repo = dirname(import.meta.dirname)

const parcels = {
  prometheus: { packages: ['prometheus'], programs: ['usr/bin/prometheus'] },
  alertmanager: {
    packages: ['prometheus-alertmanager'],
    programs: ['usr/bin/prometheus-alertmanager', 'usr/bin/amtool'],
    finish: relocateAlertmanager,
  },
  chromium: { packages: ['chromium', 'chromium-common'], programs: ['usr/lib/chromium/chromium'] },
  postgres15: { packages: ['postgresql-15', 'postgresql-client-15'], programs: ['usr/lib/postgresql/15/bin/postgres'] },
  openssl: { packages: ['openssl'], programs: ['usr/bin/openssl'] },
} satisfies Record<string, Parcel>

let found: Promise<Tools> | undefined

export function ensureTools(): Promise<Tools> {
  found ??= findAll()
  return found
}

async function findAll(): Promise<Tools> {
  const [prometheus, alerting, chromium, postgres15] = await Promise.all([
    findPrometheus(),
    findAlertmanager(),
    findChromium(),
    findPostgres15(),
  ])
  return { ...prometheus, ...alerting, chromium, postgres15 }
}

export async function findPrometheus(): Promise<Pick<Tools, 'prometheus' | 'promtool'>> {
  const root = await rootWith('prometheus', ['/usr/bin/prometheus'])
  const promtool = join(root, 'usr/bin/promtool')
  return { prometheus: join(root, 'usr/bin/prometheus'), ...((await exists(promtool)) && { promtool }) }
}

export async function findAlertmanager(): Promise<Pick<Tools, 'alertmanager' | 'amtool'>> {
  const root = await rootWith('alertmanager', ['/usr/bin/prometheus-alertmanager', '/usr/bin/amtool'])
  const program = root === '/' ? 'usr/bin/prometheus-alertmanager' : relocatedProgram
  return { alertmanager: join(root, program), amtool: join(root, 'usr/bin/amtool') }
}

// Unpacked, the browser is run directly: the wrapper in /usr/bin has the machine's paths baked in.
export async function findChromium(): Promise<Tools['chromium']> {
  const [root, fonts] = await Promise.all([rootWith('chromium', ['/usr/bin/chromium']), fontsEnv(await cacheFolder())])
  if (root === '/') return { path: '/usr/bin/chromium', env: fonts }
  return { path: join(root, 'usr/lib/chromium/chromium'), env: { ...(await libraryEnv(root)), ...fonts } }
}

export async function findPostgres15(): Promise<Tools['postgres15']> {
  const binaries = 'usr/lib/postgresql/15/bin'
  const root = await rootWith(
    'postgres15',
    ['initdb', 'postgres', 'pg_dump'].map((name) => `/${binaries}/${name}`),
  )
  return { binFolder: join(root, binaries), env: root === '/' ? {} : await libraryEnv(root) }
}

// Only the HTTPS front needs it, so it is not among the tools everyone waits for; its configuration file comes unpacked with it.
export async function findOpenssl(): Promise<{ path: string; env: Env }> {
  const root = await rootWith('openssl', ['/usr/bin/openssl'])
  const path = join(root, 'usr/bin/openssl')
  return root === '/' ? { path, env: {} } : { path, env: { ...(await libraryEnv(root)), OPENSSL_CONF: join(root, 'etc/ssl/openssl.cnf') } }
}

async function rootWith(tool: keyof typeof parcels, installed: readonly string[]): Promise<string> {
  const present = await Promise.all(installed.map(exists))
  return present.every(Boolean) ? '/' : unpackOnce(join(await cacheFolder(), tool), parcels[tool])
}

async function libraryEnv(root: string): Promise<Env> {
  return { LD_LIBRARY_PATH: (await libraryFolders(root)).join(':') }
}

// Libraries of one release do not fit another, so a cache that outlives an upgrade must not be taken for the new one's.
async function cacheFolder(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? 'unknown'
  const cache = process.env['MUSTER_TOOLS'] ?? join(repo, '.cache', 'tools')
  return join(cache, `${field('ID')}-${field('VERSION_ID')}-${process.arch}`)
}
