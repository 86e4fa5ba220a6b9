// What doctor looks at. Every check ends in one of three honest states, and a failing one says how to mend it.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { reach } from '../client.ts'
import { EXIT, Failure, type ExitCode } from '../exit.ts'
import type { Io } from '../io.ts'
import { duration } from '../render/times.ts'
import { isLocal, type Session } from '../session.ts'

export type Finding = { name: string; state: 'ok' | 'fails' | 'not-applicable'; says: string }
export type Findings = { findings: Finding[]; code: ExitCode }

const SKEW_MS = 5000
const NODE_MAJOR = 26

const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says })
const fails = (name: string, says: string): Finding => ({ name, state: 'fails', says })
const skipped = (name: string, says: string): Finding => ({ name, state: 'not-applicable', says })

export async function examine(session: Session): Promise<Findings> {
  const here = [nodeVersion(), await dataFolder(session)]
  const server = await serverChecks(session)
  const failed = [...here, ...server.findings].some((one) => one.state === 'fails')
  return { findings: [...server.findings, ...here], code: server.code === EXIT.ok && failed ? EXIT.refused : server.code }
}

async function serverChecks(session: Session): Promise<Findings> {
  const reached = await reachable(session)
  if (reached.finding.state === 'fails') return { findings: [reached.finding], code: EXIT.unreachable }
  const findings = [reached.finding, await ready(session), skew(reached, session.io)]
  const { findings: told, code } = await statusChecks(session)
  return { findings: [...findings, ...told], code }
}

type Reached = { finding: Finding; date: number; askedAt: number; answeredAt: number }

async function reachable({ server, io }: Session): Promise<Reached> {
  const askedAt = io.now()
  const told = await probe(server.url, '/healthz')
  const finding = told.ok ? ok('server', `${server.url} answers.`) : fails('server', told.says)
  return { finding, date: Date.parse(told.date ?? ''), askedAt, answeredAt: io.now() }
}

async function ready({ server }: Session): Promise<Finding> {
  const told = await probe(server.url, '/readyz')
  return told.ok
    ? ok('ready', 'It takes signals and sends pages.')
    : fails('ready', `${told.says} Look at its log, and whether its database runs.`)
}

async function probe(url: string, route: string): Promise<{ ok: boolean; says: string; date: string | null }> {
  try {
    const response = await reach({ url }, `${url}${route}`, { signal: AbortSignal.timeout(5000) })
    await response.body?.cancel()
    return { ok: response.ok, says: `${route} answers ${response.status}.`, date: response.headers.get('date') }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { ok: false, says: [error.message, ...error.hints].join(' '), date: null }
  }
}

// The Date header has whole seconds and is written some time between asking and answer: only what lies outside counts.
function skew({ date, askedAt, answeredAt }: Reached, io: Io): Finding {
  if (Number.isNaN(date)) return skipped('clock', 'The server does not say what time it has.')
  const behind = Math.max(0, askedAt - (date + 999))
  const ahead = Math.max(0, date - answeredAt)
  const off = Math.max(behind, ahead)
  if (off <= SKEW_MS) return ok('clock', `This machine and the server agree on the time (${io.timeZone} here).`)
  return fails(
    'clock',
    `The server is ${duration(off)} ${behind > 0 ? 'behind' : 'ahead of'} this machine. Let both follow a time server: timedatectl set-ntp true`,
  )
}

async function statusChecks({ api, server }: Session): Promise<Findings> {
  const { failureOf } = await import('../client.ts')
  try {
    const status = await api.status.show()
    const open = `${status.openIncidents} open ${status.openIncidents === 1 ? 'incident' : 'incidents'}`
    const found = [ok('token', `Valid, for ${status.organisation}. Muster ${status.version}, ${open}.`)]
    for (const check of status.checks) found.push({ name: check.name, state: check.ok ? 'ok' : 'fails', says: check.says })
    return { findings: found, code: EXIT.ok }
  } catch (error) {
    const failure = failureOf(error, server)
    if (!(failure instanceof Failure)) throw error
    const name = failure.code === EXIT.unauthorised ? 'token' : 'status'
    return { findings: [fails(name, [failure.message, ...failure.hints].join(' '))], code: failure.code }
  }
}

function nodeVersion(): Finding {
  const version = process.versions.node
  if (Number.parseInt(version, 10) >= NODE_MAJOR) return ok('node', `Node ${version}.`)
  return fails('node', `Node ${version} is too old; Muster needs ${NODE_MAJOR}. Run npm install: it brings the right one along.`)
}

async function dataFolder({ server, io }: Session): Promise<Finding> {
  if (!isLocal(server.url)) return skipped('data folder', 'The server runs on another machine.')
  const given = io.env['MUSTER_DATA']?.trim()
  const folder = path.resolve(given || path.join(import.meta.dirname, '../../../../.muster'))
  const found = await stat(folder).catch(() => null)
  if (found === null)
    return given
      ? fails('data folder', `${folder} is not there. Check MUSTER_DATA; the server makes it at its first start.`)
      : skipped('data folder', 'Not in its usual place. Set MUSTER_DATA to have it checked.')
  const writable =
    found.isDirectory() &&
    (await access(folder, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ))
  return writable
    ? ok('data folder', folder)
    : fails('data folder', `${folder} cannot be written by this user. Give it to the user that runs Muster.`)
}
