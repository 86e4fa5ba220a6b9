// Somebody's browser: keeps its cookies, says which page it is on, and joins and signs in as a person would.
import type { Role } from '@muster/contract/accounts.ts'
import type { Node } from './node.ts'
import { PUBLIC_URL, TOKEN } from './node.ts'

export type Reply = { status: number; body: unknown; text: string; headers: Record<string, unknown> }

export type Browser = {
  cookies: Map<string, string>
  get: (url: string, headers?: Record<string, string>) => Promise<Reply>
  post: (url: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
}

/** What the console sends: the cookies, the Origin of its page, and with `org` the organisation it shows. */
export function openBrowser({ app }: Pick<Node, 'app'>, options: { org?: string; origin?: string } = {}): Browser {
  const cookies = new Map<string, string>()
  const { org, origin = PUBLIC_URL } = options
  const send = async (method: 'GET' | 'POST', url: string, { body, headers }: { body?: unknown; headers: Record<string, string> }) => {
    const response = await app.inject({
      method,
      url,
      headers: {
        origin,
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(org !== undefined && { 'x-muster-org': org }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    keep(cookies, [response.headers['set-cookie'] ?? []].flat())
    return { status: response.statusCode, body: read(response.payload), text: response.payload, headers: response.headers }
  }
  return {
    cookies,
    get: (url, headers = {}) => send('GET', url, { headers }),
    post: (url, body = {}, headers = {}) => send('POST', url, { body, headers }),
  }
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    if (/max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, pair.slice(name.length + 1))
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const PASSWORD = 'correct horse battery'

export type Joining = { role: Role; email?: string; name?: string; person?: string | null; token?: string; org?: string }

/** Invited with a token that may administer, joined with a new account, and signed in. */
export async function join(
  node: Node,
  { role, email, name = 'Ada', person = null, token = TOKEN, org = 'default' }: Joining,
): Promise<Browser> {
  const link = await invite(node, { role, email: email ?? `${role}@example.org`, person, token })
  const browser = openBrowser(node, { org })
  const joined = await browser.post('/api/v1/invitations/accept', { token: link, name, password: PASSWORD })
  if (joined.status !== 200) throw new Error(`Joining answered ${joined.status}: ${joined.text}`)
  return browser
}

/** The secret part of a new invitation's link. */
export async function invite(
  { app }: Pick<Node, 'app'>,
  { token = TOKEN, ...wanted }: { role: Role; email: string | null; person?: string | null; token?: string },
): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: '/api/v1/invitations',
    headers: { authorization: `Bearer ${token}` },
    payload: JSON.stringify(wanted),
  })
  if (response.statusCode !== 201) throw new Error(`Inviting answered ${response.statusCode}: ${response.payload}`)
  return String(response.json().link).split('/join/')[1] ?? ''
}
