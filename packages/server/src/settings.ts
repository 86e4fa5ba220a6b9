// Every setting of the server: one table that is checked at start, printed by --help, and documented from.
import { isIPv4, isIPv6 } from 'node:net'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { addressGuard } from '@muster/adapters/address-guard.ts'
import { readSmtpUrl, type SmtpConfig } from '@muster/adapters/email/smtp-config.ts'
import { defaultDataFolder } from './store/embedded/embedded.ts'

export const SETTINGS = [
  { name: 'PORT', default: '4400', says: 'Port the server listens on' },
  { name: 'MUSTER_HOST', default: '0.0.0.0 (demo: 127.0.0.1)', says: 'Address the server listens on' },
  {
    name: 'MUSTER_URL',
    default: 'http://localhost:PORT',
    says: "Public address, as people's phones reach it; links in pages start with it",
  },
  { name: 'MUSTER_DATA', default: '.muster beside the code', says: 'Data folder: embedded database, keys, logs' },
  { name: 'DATABASE_URL', default: 'embedded PostgreSQL', says: 'Your own PostgreSQL, version 15 or newer' },
  {
    name: 'MUSTER_TOKEN',
    default: 'made and stored at first start',
    says: 'API token with every scope, for automation; at least 16 characters',
  },
  {
    name: 'MUSTER_SECRET',
    default: 'made and stored in the data folder',
    says: 'Key for sealed secrets and signed links; give all nodes the same one; at least 32 characters',
  },
  { name: 'MUSTER_SMTP_URL', default: 'no e-mail', says: 'Mail server, as smtp://user:password@host:587?from=muster@example.org' },
  {
    name: 'MUSTER_ALLOW_OUTBOUND',
    default: 'public addresses only',
    says: 'Internal addresses that may be called: CIDR ranges or host names, comma-separated',
  },
  {
    name: 'MUSTER_TRUSTED_PROXIES',
    default: 'no proxy is believed',
    says: 'Proxies in front whose X-Forwarded-For says who calls: addresses or CIDR ranges, comma-separated',
  },
  { name: 'MUSTER_TLS_CERT', default: 'plain HTTP', says: 'Certificate file (PEM); with MUSTER_TLS_KEY the server speaks HTTPS' },
  { name: 'MUSTER_TLS_KEY', default: 'plain HTTP', says: 'Private key file (PEM)' },
  {
    name: 'MUSTER_OIDC_ISSUER',
    default: 'no single sign-on',
    says: 'Identity provider for sign-in, as it names itself: https://id.example.org/realms/main',
  },
  { name: 'MUSTER_OIDC_CLIENT_ID', default: 'no single sign-on', says: 'Client id this server has at the identity provider' },
  { name: 'MUSTER_OIDC_CLIENT_SECRET', default: 'no single sign-on', says: 'Client secret that goes with it' },
  { name: 'MUSTER_OIDC_NAME', default: 'Single sign-on', says: 'What the button on the sign-in page says' },
  { name: 'MUSTER_LOG', default: 'info', says: 'Log level: debug, info, warn, error' },
  { name: 'MUSTER_FILES_GB', default: '20', says: 'Gigabytes that the files of all incidents of an organisation may have together' },
  { name: 'MUSTER_RETENTION_DAYS', default: '90', says: 'Days that signals and ended deliveries are kept' },
  {
    name: 'MUSTER_WATCH_URL',
    default: 'MUSTER_URL',
    says: 'Where muster watchdog asks: an inner address, or one for each node, comma-separated; one ready node is enough',
  },
  { name: 'MUSTER_WATCH_GRACE_SECONDS', default: '30', says: 'How long all must be silent before muster watchdog wakes people' },
  { name: 'MUSTER_WATCH_FOLDER', default: 'watchdog in MUSTER_DATA', says: 'Where muster watchdog keeps its on-call list' },
] as const satisfies { name: string; default: string; says: string }[]

export type Oidc = { issuer: string; clientId: string; clientSecret: string; name: string }

export type Settings = {
  port: number
  host: string
  publicUrl: string
  dataFolder: string
  databaseUrl: string | null
  token: string | null
  secret: string | null
  smtp: SmtpConfig | null
  allowOutbound: string[]
  trustedProxies: string[]
  tls: { certFile: string; keyFile: string } | null
  oidc: Oidc | null
  logLevel: string
  retentionDays: number
  /** In bytes, of one organisation. */
  mostOfFiles: number
  watch: { urls: string[]; graceSeconds: number; folder: string }
}

export type ReadSettings = { ok: true; settings: Settings } | { ok: false; faults: string[] }

const checkout = path.resolve(import.meta.dirname, '../../..')

/** Reads all settings at once and names every wrong one, so that starting is not a guessing game. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, { demo = false } = {}): ReadSettings {
  const faults: string[] = []
  const given = (name: string): string | null => (env[name]?.trim() ? (env[name]?.trim() ?? null) : null)
  const whole = (name: string, fallback: number, [low, high]: [number, number]): number => {
    const value = given(name) === null ? fallback : Number(given(name))
    if (!Number.isInteger(value) || value < low || value > high)
      faults.push(`${name} must be a whole number from ${low} to ${high}; it is "${given(name)}"`)
    return value
  }
  const atLeast = (name: string, length: number): string | null => {
    const value = given(name)
    // The value itself is a secret: only its length is told.
    if (value !== null && value.length < length) faults.push(`${name} must have at least ${length} characters; it has ${value.length}`)
    return value
  }
  const port = whole('PORT', 4400, [1, 65_535])
  const token = atLeast('MUSTER_TOKEN', 16)
  // It travels in a header, which holds no more than these.
  if (token !== null && !/^[!-~]*$/.test(token)) faults.push('MUSTER_TOKEN must be plain letters, figures and signs, without spaces')
  const certificate = tls(given('MUSTER_TLS_CERT'), given('MUSTER_TLS_KEY'), faults)
  const address = given('MUSTER_URL')
  // What is made up here cannot be the operator's fault: a wrong PORT is told once.
  const publicUrl =
    address === null ? `${certificate === null ? 'http' : 'https'}://localhost:${port}` : webAddress('MUSTER_URL', address, faults)
  const dataFolder = path.resolve(given('MUSTER_DATA') ?? defaultDataFolder(checkout))
  const settings: Settings = {
    port,
    // The demo answers anybody's page without a sign-in: it is for this machine unless somebody says otherwise.
    host: given('MUSTER_HOST') ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    publicUrl,
    dataFolder,
    databaseUrl: databaseAddress(given('DATABASE_URL'), faults),
    token,
    secret: atLeast('MUSTER_SECRET', 32),
    smtp: smtp(given('MUSTER_SMTP_URL'), faults),
    allowOutbound: allowList(given('MUSTER_ALLOW_OUTBOUND') ?? '', faults),
    trustedProxies: proxies(given('MUSTER_TRUSTED_PROXIES') ?? '', faults),
    tls: certificate,
    oidc: oidc(given, faults),
    logLevel: level(given('MUSTER_LOG') ?? 'info', faults),
    retentionDays: whole('MUSTER_RETENTION_DAYS', 90, [1, 3650]),
    mostOfFiles: whole('MUSTER_FILES_GB', 20, [1, 100_000]) * 1_000_000_000,
    watch: {
      urls: watched(given('MUSTER_WATCH_URL'), faults) ?? [publicUrl],
      graceSeconds: whole('MUSTER_WATCH_GRACE_SECONDS', 30, [10, 600]),
      folder: path.resolve(given('MUSTER_WATCH_FOLDER') ?? path.join(dataFolder, 'watchdog')),
    },
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('MUSTER_') && !SETTINGS.some((setting) => setting.name === name))
      faults.push(`${name} is not a setting; see npm start -- --help`)
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings }
}

function webAddress(name: string, text: string, faults: string[]): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    faults.push(`${name} must be a web address such as https://muster.example.org; it is "${text}"`)
  return text.replace(/\/+$/, '')
}

function watched(text: string | null, faults: string[]): string[] | null {
  if (text === null) return null
  const urls = listed(text)
  if (urls.length === 0) faults.push(`MUSTER_WATCH_URL must name at least one address; it is "${text}"`)
  return urls.map((one) => webAddress('MUSTER_WATCH_URL', one, faults))
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function databaseAddress(text: string | null, faults: string[]): string | null {
  if (text !== null && !/^postgres(ql)?:\/\//.test(text)) faults.push('DATABASE_URL must start with postgres:// or postgresql://')
  return text
}

function allowList(text: string, faults: string[]): string[] {
  const entries = listed(text)
  try {
    addressGuard(entries)
  } catch (error) {
    faults.push(`MUSTER_ALLOW_OUTBOUND: ${error instanceof Error ? error.message : String(error)}`)
  }
  return entries
}

function proxies(text: string, faults: string[]): string[] {
  const entries = listed(text)
  for (const entry of entries) {
    const [address = '', bits, ...more] = entry.split('/')
    const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    if (most === -1 || !isRange || more.length > 0)
      faults.push(`MUSTER_TRUSTED_PROXIES must name addresses or ranges such as 10.0.0.5 or 10.0.0.0/8; it names "${entry}"`)
  }
  return entries
}

function smtp(text: string | null, faults: string[]): SmtpConfig | null {
  if (text === null) return null
  const read = readSmtpUrl(text, null)
  if (read.ok) return read.smtp
  faults.push(`MUSTER_SMTP_URL: ${read.why}`)
  return null
}

function tls(certFile: string | null, keyFile: string | null, faults: string[]): Settings['tls'] {
  if ((certFile === null) !== (keyFile === null)) faults.push('MUSTER_TLS_CERT and MUSTER_TLS_KEY go together: set both, or neither')
  for (const [name, file] of [['MUSTER_TLS_CERT', certFile] as const, ['MUSTER_TLS_KEY', keyFile] as const]) {
    if (file !== null && !isReadable(file)) faults.push(`${name} must be a file that can be read; it is "${file}"`)
  }
  return certFile === null || keyFile === null ? null : { certFile, keyFile }
}

function oidc(given: (name: string) => string | null, faults: string[]): Oidc | null {
  const [issuer, clientId, clientSecret] = [given('MUSTER_OIDC_ISSUER'), given('MUSTER_OIDC_CLIENT_ID'), given('MUSTER_OIDC_CLIENT_SECRET')]
  const name = given('MUSTER_OIDC_NAME') ?? 'Single sign-on'
  if (issuer === null && clientId === null && clientSecret === null) return null
  if (issuer === null || clientId === null || clientSecret === null) {
    faults.push('MUSTER_OIDC_ISSUER, MUSTER_OIDC_CLIENT_ID and MUSTER_OIDC_CLIENT_SECRET go together: set all three, or none')
    return null
  }
  return { issuer: webAddress('MUSTER_OIDC_ISSUER', issuer, faults), clientId, clientSecret, name }
}

function level(text: string, faults: string[]): string {
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(text))
    faults.push(`MUSTER_LOG must be debug, info, warn or error; it is "${text}"`)
  return text
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
