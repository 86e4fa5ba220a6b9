// The real product as its own process, on an empty data folder, spoken to only over HTTP.
import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import repository from '../package.json' with { type: 'json' }
import { freePort, launch, temporaryFolder } from './child.ts'
import { answersOk } from './until.ts'

const repo = dirname(import.meta.dirname)

export type ApiAnswer = { status: number; body: unknown }

export type Muster = {
  url: string
  token: string
  api: (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<ApiAnswer>
  lastLines: () => string
  // The data folder stays after a kill, so that another can be started on it.
  dataFolder: string
  kill: () => Promise<void>
  stop: () => Promise<void>
}

export type MusterOptions = { dataFolder?: string; token?: string; port?: number; env?: Record<string, string> }

export async function startMuster(options: MusterOptions = {}): Promise<Muster> {
  const own = options.dataFolder === undefined ? await temporaryFolder('data') : undefined
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  if (own !== undefined) await chmod(own.path, 0o711)
  const dataFolder = options.dataFolder ?? own?.path ?? ''
  const token = options.token ?? randomBytes(24).toString('hex')
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const child = launch('Muster', {
    path: join(repo, 'node_modules', '.bin', 'node'),
    args: [repository.config.serverNodeArgs, join(repo, 'packages', 'cli', 'src', 'main.ts'), 'serve'],
    ...(own && { folder: own }),
    cwd: repo,
    env: { ...environment({ port, url, token, dataFolder }), ...options.env },
  })
  await child.ready('answer /readyz', () => answersOk(`${url}/readyz`), 90_000)
  return {
    url,
    token,
    dataFolder,
    api: (method, path, body) => call({ url: `${url}${path}`, token, method, body }),
    lastLines: child.lastLines,
    kill: child.kill,
    stop: () => child.stop(),
  }
}

type Place = { port: number; url: string; token: string; dataFolder: string }

// Nothing of the test runner's environment reaches the product. Its contacts are on this machine, which it otherwise refuses to call.
function environment({ port, url, token, dataFolder }: Place): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    HOME,
    TMPDIR,
    PORT: `${port}`,
    MUSTER_DATA: dataFolder,
    MUSTER_TOKEN: token,
    MUSTER_URL: url,
    MUSTER_ALLOW_OUTBOUND: '127.0.0.0/8',
  }
}

type Call = { url: string; token: string; method: string; body: unknown }

async function call({ url, token, method, body }: Call): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await response.text()
  return { status: response.status, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
