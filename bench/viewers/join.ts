// People join as they do: each takes an invitation with an account of their own, and has its cookie from then on.
import { request } from 'node:http'
import type { Muster } from '../../e2e/muster.ts'

const PASSWORD = 'four words nobody else says'
/** From one address as many may try within a minute; this machine has as many addresses as it likes. */
const OF_ONE_ADDRESS = 25
/** Their passwords are work for every core. */
const AT_ONCE = 4

/** Gives the cookie of each. */
export async function joinAll(muster: Muster, people: readonly string[]): Promise<Map<string, string>> {
  const cookies = new Map<string, string>()
  const left = [...people.entries()]
  const lane = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      const [index, person] = one
      cookies.set(person, await join(muster, person, `127.0.1.${1 + Math.floor(index / OF_ONE_ADDRESS)}`))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return cookies
}

async function join({ url, api }: Muster, person: string, localAddress: string): Promise<string> {
  const invited = await api('POST', '/api/v1/invitations', { role: 'responder', person })
  const token = String(Object(invited.body).link).split('/').at(-1)
  const body = JSON.stringify({ token, name: person, email: `${person}@example.org`, password: PASSWORD })
  return new Promise((resolve, reject) => {
    const headers = { origin: url, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request(`${url}/api/v1/invitations/accept`, { method: 'POST', headers, localAddress, agent: false }, (answer) => {
      answer.resume()
      const cookies = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0])
      if (answer.statusCode === 200) resolve(cookies.join('; '))
      else reject(new Error(`joining was answered ${answer.statusCode}`))
    })
      .on('error', reject)
      .end(body)
  })
}
