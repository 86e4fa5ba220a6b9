// Somebody's own receiver: it trusts nothing unsigned, wants every field, and drops repeats by their key.
import { createHmac } from 'node:crypto'
import { fakeHttp, jsonRecord } from './fake-http.ts'
import type { FakeHttp, Received } from './fake-http.ts'

export type FakeWebhook = FakeHttp & { url: string; bodies: () => Record<string, unknown>[] }

const FIELDS = ['key', 'attempt', 'kind', 'title', 'short', 'body', 'url', 'severity', 'sentAt']

/** With `secret` null the receiver expects no signature at all. */
export async function fakeWebhook({ secret = null }: { secret?: string | null } = {}): Promise<FakeWebhook> {
  const server = await fakeHttp((request, violations) => {
    violations.push(...violationsOf(request, secret))
    return { status: 204, headers: {}, body: '' }
  })
  return {
    ...server,
    url: `${server.origin}/hook/token-in-the-path`,
    bodies: () => server.received.map(({ body }) => jsonRecord(body) ?? {}),
  }
}

function violationsOf(request: Received, secret: string | null): string[] {
  const json = jsonRecord(request.body) ?? {}
  const { method, headers } = request
  const faults: [boolean, string][] = [
    [method !== 'POST', `${method} instead of POST`],
    [!String(headers['content-type']).startsWith('application/json'), 'the content type is not JSON'],
    [Object.keys(json).toSorted().join() !== FIELDS.toSorted().join(), `the fields are ${Object.keys(json).join()}`],
    [headers['idempotency-key'] !== json['key'], 'the Idempotency-Key is not the key of the body'],
    [Number.isNaN(Date.parse(String(json['sentAt']))), 'sentAt is not a time'],
    [!isSigned(request, secret), 'the signature is wrong'],
  ]
  return faults.filter(([broken]) => broken).map(([, says]) => says)
}

function isSigned({ headers, body }: Received, secret: string | null): boolean {
  const signature = headers['muster-signature']
  if (secret === null) return signature === undefined
  const [, time, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
  return given === createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
}
