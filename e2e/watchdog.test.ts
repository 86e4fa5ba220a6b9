// What happens when Muster itself falls: real processes are killed, and a phone says who was woken, when, and that it is over.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterOf } from '@muster/server/store/embedded/folders.ts'
import { beforeAll, expect, onTestFailed, onTestFinished, test } from 'vitest'
import { freePort, launch, temporaryFolder, type Child } from './child.ts'
import { startMuster, type Muster, type MusterOptions } from './muster.ts'
import { startPhone, type Arrival, type Phone } from './phone.ts'
import { startPostgres15 } from './postgres15.ts'
import { ensureTools } from './tools.ts'
import { until } from './until.ts'

const toolsMs = 900_000
const minute = 60_000
const graceSeconds = 10
const repo = dirname(import.meta.dirname)
const main = join(repo, 'packages', 'cli', 'src', 'main.ts')

beforeAll(() => ensureTools(), toolsMs)

test('[BX-12] the server is killed: the right person is paged within a minute, and hears when it is over', async () => {
  const [ana, ben] = [await startedPhone(), await startedPhone()]
  const muster = await started({})
  await organise(muster, { ana, ben })
  await startWatchdog({ urls: [muster.url], dataFolder: muster.dataFolder })

  await muster.kill()
  const page = await arrives(ana, 'page')
  expect(page).toMatchObject({ title: expect.stringMatching(/Muster: no answer/), signed: true, attempt: 1, url: null })
  expect(ben.arrivals, 'who is not on call sleeps').toEqual([])

  const { dataFolder, token, url } = muster
  await started({ dataFolder, token, port: Number(new URL(url).port) })
  const notice = await arrives(ana, 'notice')
  expect(notice).toMatchObject({ title: expect.stringMatching(/Muster is back/), signed: true })
  expect(ana.arrivals, 'one page, one notice').toHaveLength(2)
  expect(ben.arrivals).toEqual([])
})

test('[BX-12] the database is killed and cannot start: the right person is paged within a minute, and hears when it runs again', async () => {
  const [ana, ben] = [await startedPhone(), await startedPhone()]
  const muster = await started({})
  await organise(muster, { ana, ben })
  await startWatchdog({ urls: [muster.url], dataFolder: muster.dataFolder })

  const cluster = clusterOf(muster.dataFolder)
  const control = join(cluster, 'global', 'pg_control')
  // The server starts its database again at once; without this file it cannot.
  await rename(control, `${control}.away`)
  const [pid] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
  const page = await arrives(ana, 'page')
  expect(page).toMatchObject({ title: expect.stringMatching(/its database does not answer/), signed: true, attempt: 1 })
  expect(ben.arrivals, 'who is not on call sleeps').toEqual([])

  await rename(`${control}.away`, control)
  expect(await arrives(ana, 'notice')).toMatchObject({ title: expect.stringMatching(/Muster is back/) })
  expect(ana.arrivals, 'one page, one notice').toHaveLength(2)
})

test('[BX-12] a rolling restart wakes nobody, and the watchdog still wakes somebody afterwards', async () => {
  const [ana, ben] = [await startedPhone(), await startedPhone()]
  const postgres = await startPostgres15({ fsync: 'on' })
  onTestFinished(postgres.stop)
  const shared = { DATABASE_URL: postgres.url, MUSTER_SECRET: randomBytes(24).toString('hex') }
  const token = randomBytes(24).toString('hex')
  const ports = [await freePort(), await freePort()] as const
  const first = await started({ env: shared, token, port: ports[0] })
  const second = await started({ env: shared, token, port: ports[1] })
  await organise(first, { ana, ben })
  const folder = await temporaryFolder('watchdog')
  onTestFinished(folder.remove)
  await startWatchdog({ urls: [first.url, second.url], dataFolder: folder.path, env: { MUSTER_SECRET: shared.MUSTER_SECRET } })

  await first.stop()
  await sleep((graceSeconds + 5) * 1_000)
  const firstAgain = await started({ env: shared, token, port: ports[0] })
  await second.stop()
  await sleep((graceSeconds + 5) * 1_000)
  expect([...ana.arrivals, ...ben.arrivals], 'nobody was woken').toEqual([])

  await firstAgain.stop()
  await arrives(ana, 'page')
})

test('a wrong setting ends the watchdog at once, with every fault named', async () => {
  const env = { ...plain(), MUSTER_WATCH_GRACE_SECONDS: '5', MUSTER_WATCH_URL: 'muster.example.org' }
  const ended = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [main, 'watchdog'], { cwd: repo, env, timeout: 30_000 }, (error, _out, said) =>
      resolve({ code: error?.code ?? 0, said }),
    )
  })
  expect(ended.code).toBe(2)
  expect(ended.said).toMatch(/2 settings are wrong/)
  expect(ended.said).toMatch(/MUSTER_WATCH_GRACE_SECONDS must be a whole number from 10 to 600/)
  expect(ended.said).toMatch(/MUSTER_WATCH_URL must be a web address/)
})

async function startedPhone(): Promise<Phone> {
  const phone = await startPhone()
  onTestFinished(phone.close)
  return phone
}

async function started(options: MusterOptions): Promise<Muster> {
  const muster = await startMuster(options)
  onTestFinished(muster.stop)
  onTestFailed(() => console.error(`Muster’s last lines:\n${muster.lastLines()}`))
  return muster
}

/** Ana is on call; Ben's turn comes in the year 2199. */
async function organise(muster: Muster, phones: { ana: Phone; ben: Phone }): Promise<void> {
  const people = Object.entries(phones).map(([slug, phone]) => ({
    slug,
    name: slug,
    timeZone: 'Europe/Paris',
    contacts: [{ slug: 'phone', channel: 'webhook', address: phone.url, secret: phone.secret }],
  }))
  const layers = [
    { slug: 'now', participants: ['ana'], startsOn: '2020-01-06' },
    { slug: 'later', participants: ['ben'], startsOn: '2199-01-07' },
  ]
  const answer = await muster.api('POST', '/api/v1/config', {
    people,
    schedules: [{ slug: 'primary', name: 'Primary', timeZone: 'Europe/Paris', layers }],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ben' }] }] }],
    catchAll: { targets: [{ schedule: 'primary' }] },
  })
  expect(answer).toMatchObject({ status: 200 })
}

const plain = () => ({ PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] })

type Watched = { urls: string[]; dataFolder: string; env?: Record<string, string> }

/** Runs once it has its first on-call list. */
async function startWatchdog({ urls, dataFolder, env = {} }: Watched): Promise<Child> {
  const child = launch('the watchdog', {
    path: process.execPath,
    args: [main, 'watchdog'],
    cwd: repo,
    env: {
      ...plain(),
      MUSTER_DATA: dataFolder,
      MUSTER_URL: urls[0],
      MUSTER_WATCH_URL: urls.join(','),
      MUSTER_WATCH_GRACE_SECONDS: String(graceSeconds),
      MUSTER_ALLOW_OUTBOUND: '127.0.0.0/8',
      ...env,
    },
  })
  onTestFinished(() => child.stop())
  onTestFailed(() => console.error(`The watchdog’s last lines:\n${child.lastLines()}`))
  await child.ready('keep an on-call list', async () => (/on-call list is kept/.test(child.lastLines()) ? true : undefined), 30_000)
  return child
}

/** The requirement is the bound: a minute from the death to the phone. */
function arrives(phone: Phone, kind: Arrival['kind']): Promise<Arrival> {
  return until(`a ${kind} to arrive`, async () => phone.arrivals.find((one) => one.kind === kind), { withinMs: minute })
}
