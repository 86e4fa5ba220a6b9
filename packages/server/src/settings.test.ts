// Settings: everything wrong is told in one go, no secret is repeated, and the table people read is the table that is read.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readSettings, SETTINGS } from './settings.ts'

const run = promisify(execFile)
const here = fileURLToPath(import.meta.url)

const settingsOf = (env: Record<string, string>, options = {}) => {
  const read = readSettings(env, options)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.settings
}

const faultsOf = (env: Record<string, string>) => {
  const read = readSettings(env)
  return read.ok ? [] : read.faults
}

describe('without any setting', () => {
  test('the server listens on 4400 on every address, and keeps everything beside the code', () => {
    expect(settingsOf({})).toMatchObject({
      port: 4400,
      host: '0.0.0.0',
      publicUrl: 'http://localhost:4400',
      dataFolder: expect.stringMatching(/\.muster$|muster/),
      databaseUrl: null,
      token: null,
      secret: null,
      smtp: null,
      allowOutbound: [],
      tls: null,
      logLevel: 'info',
      retentionDays: 90,
      mostOfFiles: 20_000_000_000,
    })
  })

  test('the demo, which lets anybody answer, listens on this machine only unless somebody says otherwise', () => {
    expect(settingsOf({}, { demo: true }).host).toBe('127.0.0.1')
    expect(settingsOf({ MUSTER_HOST: '0.0.0.0' }, { demo: true }).host).toBe('0.0.0.0')
  })

  test('an empty value is the same as none', () => {
    expect(settingsOf(Object.fromEntries(SETTINGS.map(({ name }) => [name, ' '])))).toEqual(settingsOf({}))
  })
})

describe('what is set', () => {
  test('is taken as it was meant', () => {
    const settings = settingsOf({
      PORT: ' 8080 ',
      MUSTER_URL: 'https://muster.example.org/',
      MUSTER_DATA: '/var/lib/muster',
      DATABASE_URL: 'postgresql://muster:secret@db/muster',
      MUSTER_TOKEN: 'a-token-of-good-length',
      MUSTER_SMTP_URL: 'smtps://me:p%40ss@mail.example.org?from=muster@example.org',
      MUSTER_ALLOW_OUTBOUND: '10.0.0.0/8, hooks.internal',
      MUSTER_TRUSTED_PROXIES: '10.0.0.5, fd00::/8',
      MUSTER_TLS_CERT: here,
      MUSTER_TLS_KEY: here,
      MUSTER_FILES_GB: '5',
      MUSTER_RETENTION_DAYS: '30',
    })
    expect(settings).toMatchObject({
      port: 8080,
      publicUrl: 'https://muster.example.org',
      dataFolder: '/var/lib/muster',
      allowOutbound: ['10.0.0.0/8', 'hooks.internal'],
      trustedProxies: ['10.0.0.5', 'fd00::/8'],
      tls: { certFile: here, keyFile: here },
      smtp: { host: 'mail.example.org', pass: 'p@ss' },
      retentionDays: 30,
      mostOfFiles: 5_000_000_000,
    })
  })

  test('decides the public address: with a certificate it is https, on the port that is listened on', () => {
    expect(settingsOf({ PORT: '8443', MUSTER_TLS_CERT: here, MUSTER_TLS_KEY: here }).publicUrl).toBe('https://localhost:8443')
  })
})

describe('what is wrong', () => {
  const wrong = {
    PORT: '70000',
    MUSTER_URL: 'muster.example.org',
    DATABASE_URL: 'mysql://root:hunter2-database@db',
    MUSTER_TOKEN: 'hunter2-token',
    MUSTER_SECRET: 'hunter2-secret',
    MUSTER_SMTP_URL: 'http://me:hunter2-mail@mail.example.org',
    MUSTER_ALLOW_OUTBOUND: '10.0.0.0/99',
    MUSTER_TRUSTED_PROXIES: 'proxy.example.org',
    MUSTER_TLS_CERT: '/nowhere/cert.pem',
    MUSTER_LOG: 'loud',
    MUSTER_FILES_GB: '0',
    MUSTER_RETENTION_DAYS: '0',
    MUSTER_PROT: '4401',
  }

  test('is named in one go, each setting with what it must be', () => {
    const faults = faultsOf(wrong)
    for (const name of Object.keys(wrong)) expect(faults.filter((fault) => fault.startsWith(name))).not.toEqual([])
    expect(faults).toHaveLength(Object.keys(wrong).length + 1)
    expect(faults).toContain('MUSTER_TLS_CERT and MUSTER_TLS_KEY go together: set both, or neither')
    expect(faults).toContain('MUSTER_PROT is not a setting; see npm start -- --help')
  })

  test('never repeats a secret', () => {
    expect(faultsOf(wrong).join('\n')).not.toContain('hunter2')
  })

  test.each([
    ['PORT', 'abc', 'PORT must be a whole number from 1 to 65535; it is "abc"'],
    ['PORT', '0', 'PORT must be a whole number from 1 to 65535; it is "0"'],
    ['PORT', '44.5', 'PORT must be a whole number from 1 to 65535; it is "44.5"'],
    [
      'MUSTER_URL',
      'ftp://muster.example',
      'MUSTER_URL must be a web address such as https://muster.example.org; it is "ftp://muster.example"',
    ],
    [
      'MUSTER_URL',
      'https://m.example/?a=b',
      'MUSTER_URL must be a web address such as https://muster.example.org; it is "https://m.example/?a=b"',
    ],
    ['MUSTER_TOKEN', 'one two three four', 'MUSTER_TOKEN must be plain letters, figures and signs, without spaces'],
    ['MUSTER_TOKEN', 'schlüssel-zum-glück', 'MUSTER_TOKEN must be plain letters, figures and signs, without spaces'],
    ['MUSTER_SECRET', 'short', 'MUSTER_SECRET must have at least 32 characters; it has 5'],
  ])('%s=%s is told once, and alone', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([fault])
  })

  test('of the machine is not ours to judge: names of others pass', () => {
    expect(faultsOf({ PATH: '/bin', POSTGRES_URL: 'x', NODE_ENV: 'production' })).toEqual([])
  })
})

describe('single sign-on', () => {
  const whole = {
    MUSTER_OIDC_ISSUER: 'https://id.example.org/realms/main/',
    MUSTER_OIDC_CLIENT_ID: 'muster',
    MUSTER_OIDC_CLIENT_SECRET: 'a-very-secret-secret',
  }

  test('is there when its three settings are, and off without them', () => {
    expect(settingsOf(whole).oidc).toEqual({
      issuer: 'https://id.example.org/realms/main',
      clientId: 'muster',
      clientSecret: 'a-very-secret-secret',
      name: 'Single sign-on',
    })
    expect(settingsOf({ ...whole, MUSTER_OIDC_NAME: 'Example ID' }).oidc?.name).toBe('Example ID')
    expect(settingsOf({ MUSTER_OIDC_NAME: 'Example ID' }).oidc).toBeNull()
  })

  test('with one of them missing is told, without repeating the secret', () => {
    for (const name of Object.keys(whole)) {
      const faults = faultsOf(Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name)))
      expect(faults).toEqual([expect.stringMatching(/go together/)])
      expect(faults.join()).not.toContain('a-very-secret-secret')
    }
  })
})

describe('the table of settings', () => {
  test('is exactly what is read', () => {
    const asked = new Set<string>()
    readSettings(new Proxy({}, { get: (_env, name) => void asked.add(String(name)) }))
    expect([...asked].toSorted()).toEqual(SETTINGS.map(({ name }) => name).toSorted())
  })

  test('is printed whole by --help', async () => {
    const main = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
    const { stdout } = await run(process.execPath, [main, 'serve', '--help'])
    for (const { name } of SETTINGS) expect(stdout).toContain(name)
  })
})
