// Every setting of the server: one table that is checked at start, printed by --help, and documented from.
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
  { name: 'MUSTER_TLS_CERT', default: 'plain HTTP', says: 'Certificate file (PEM); with MUSTER_TLS_KEY the server speaks HTTPS' },
  { name: 'MUSTER_TLS_KEY', default: 'plain HTTP', says: 'Private key file (PEM)' },
  { name: 'MUSTER_LOG', default: 'info', says: 'Log level: debug, info, warn, error' },
  { name: 'MUSTER_RETENTION_DAYS', default: '90', says: 'Days that signals and ended deliveries are kept' },
] as const satisfies { name: string; default: string; says: string }[]

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
  tls: { certFile: string; keyFile: string } | null
  logLevel: string
  retentionDays: number
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
  const certificate = tls(given('MUSTER_TLS_CERT'), given('MUSTER_TLS_KEY'), faults)
  const settings: Settings = {
    port,
    // The demo answers anybody's page without a sign-in: it is for this machine unless somebody says otherwise.
    host: given('MUSTER_HOST') ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: webAddress(given('MUSTER_URL') ?? `${certificate === null ? 'http' : 'https'}://localhost:${port}`, faults),
    dataFolder: path.resolve(given('MUSTER_DATA') ?? defaultDataFolder(checkout)),
    databaseUrl: databaseAddress(given('DATABASE_URL'), faults),
    token: atLeast('MUSTER_TOKEN', 16),
    secret: atLeast('MUSTER_SECRET', 32),
    smtp: smtp(given('MUSTER_SMTP_URL'), faults),
    allowOutbound: allowList(given('MUSTER_ALLOW_OUTBOUND') ?? '', faults),
    tls: certificate,
    logLevel: level(given('MUSTER_LOG') ?? 'info', faults),
    retentionDays: whole('MUSTER_RETENTION_DAYS', 90, [1, 3650]),
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('MUSTER_') && !SETTINGS.some((setting) => setting.name === name))
      faults.push(`${name} is not a setting; see npm start -- --help`)
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings }
}

function webAddress(text: string, faults: string[]): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    faults.push(`MUSTER_URL must be a web address such as https://muster.example.org; it is "${text}"`)
  return text.replace(/\/+$/, '')
}

function databaseAddress(text: string | null, faults: string[]): string | null {
  if (text !== null && !/^postgres(ql)?:\/\//.test(text)) faults.push('DATABASE_URL must start with postgres:// or postgresql://')
  return text
}

function allowList(text: string, faults: string[]): string[] {
  const entries = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  try {
    addressGuard(entries)
  } catch (error) {
    faults.push(`MUSTER_ALLOW_OUTBOUND: ${error instanceof Error ? error.message : String(error)}`)
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
  return certFile === null || keyFile === null ? null : { certFile, keyFile }
}

function level(text: string, faults: string[]): string {
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(text))
    faults.push(`MUSTER_LOG must be debug, info, warn or error; it is "${text}"`)
  return text
}
