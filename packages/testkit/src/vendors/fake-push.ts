// A push service as RFC 8030 describes it, and the browsers behind it: it believes no VAPID token it has not verified, and opens each message with the keys of its browser.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from 'node:crypto'
import { fakeHttp, jsonRecord } from './fake-http.ts'
import type { FakeHttp, Received, Scripted } from './fake-http.ts'

/** What a browser gives to whoever may send to it. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }
export type Push = { endpoint: string; payload: Record<string, unknown>; text: string; ttl: number; urgency: string; topic: string | null }

export type FakePush = FakeHttp & {
  /** A browser subscribes for one application server, whose public key is given. */
  subscribe: (applicationServerKey: string) => Subscription
  /** The browser's pager was switched off: what is sent there is answered 410. */
  end: (subscription: Subscription) => void
  pushes: () => Push[]
}

type Browser = { subscription: Subscription; curve: ECDH; auth: Buffer; applicationServerKey: string; ended: boolean }

export async function fakePush(): Promise<FakePush> {
  const browsers = new Map<string, Browser>()
  const arrived: Push[] = []
  const server = await fakeHttp((request, violations): Scripted => {
    const browser = browsers.get(request.path)
    if (browser === undefined) return { status: 404, headers: {}, body: '' }
    if (browser.ended) return { status: 410, headers: {}, body: '' }
    const faults = violationsOf(request, browser, server.origin)
    violations.push(...faults)
    const text = opened(request.bytes, browser)
    if (text === null) violations.push('the message cannot be opened with the keys of its browser')
    else arrived.push({ endpoint: browser.subscription.endpoint, payload: jsonRecord(text) ?? {}, text, ...aboutOf(request) })
    return {
      status: faults.length === 0 ? 201 : 400,
      headers: { location: `${server.origin}/m/${randomBytes(8).toString('hex')}` },
      body: '',
    }
  })
  return {
    ...server,
    pushes: () => arrived,
    subscribe: (applicationServerKey) => {
      const curve = createECDH('prime256v1')
      const p256dh = curve.generateKeys().toString('base64url')
      const auth = randomBytes(16)
      const path = `/push/${randomBytes(24).toString('base64url')}`
      const subscription = { endpoint: `${server.origin}${path}`, keys: { p256dh, auth: auth.toString('base64url') } }
      browsers.set(path, { subscription, curve, auth, applicationServerKey, ended: false })
      return subscription
    },
    end: ({ endpoint }) => {
      const browser = browsers.get(new URL(endpoint).pathname)
      if (browser !== undefined) browser.ended = true
    },
  }
}

function aboutOf({ headers }: Received): Pick<Push, 'ttl' | 'urgency' | 'topic'> {
  return { ttl: Number(headers['ttl']), urgency: headers['urgency'] ?? 'normal', topic: headers['topic'] ?? null }
}

function violationsOf({ method, headers, bytes }: Received, browser: Browser, origin: string): string[] {
  const { topic, ttl, urgency } = headers
  const faults: [boolean, string][] = [
    [method !== 'POST', `${method} instead of POST`],
    [headers['content-encoding'] !== 'aes128gcm', 'the content encoding is not aes128gcm'],
    [!/^\d+$/.test(ttl ?? ''), 'there is no TTL'],
    [urgency !== undefined && !['very-low', 'low', 'normal', 'high'].includes(urgency), `there is no urgency ${urgency}`],
    [topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(topic), 'the topic is not 1 to 32 characters of base64url'],
    [bytes.length > 4096, 'the message is larger than 4096 bytes'],
  ]
  return [
    ...faults.filter(([broken]) => broken).map(([, says]) => says),
    ...vapidViolations(headers['authorization'] ?? '', browser, origin),
  ]
}

/** RFC 8292: a token signed by the key the browser subscribed for, for this push service, and not for longer than a day. */
function vapidViolations(authorization: string, { applicationServerKey }: Browser, origin: string): string[] {
  const [, head = '', claims = '', tag = '', key = ''] = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), *k=([\w-]+)$/.exec(authorization) ?? []
  if (key === '') return ['there is no VAPID token']
  if (key !== applicationServerKey) return ['the VAPID key is not the one the browser subscribed for']
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const signature = Buffer.from(tag, 'base64url')
  const signer = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
  const { aud, exp, sub } = jsonRecord(Buffer.from(claims, 'base64url').toString()) ?? {}
  const leftSeconds = Number(exp) - Date.now() / 1000
  const faults: [boolean, string][] = [
    [jsonRecord(Buffer.from(head, 'base64url').toString())?.['alg'] !== 'ES256', 'the VAPID token is not signed with ES256'],
    [!verify('sha256', Buffer.from(`${head}.${claims}`), signer, signature), 'the VAPID signature is wrong'],
    [aud !== origin, `the VAPID audience is ${String(aud)}`],
    [!(leftSeconds > 0 && leftSeconds <= 86_400), 'the VAPID token is over, or lives longer than a day'],
    [!/^(mailto:.+@.+|https:\/\/.+)/.test(String(sub)), `the VAPID subject is ${String(sub)}`],
  ]
  return faults.filter(([broken]) => broken).map(([, says]) => says)
}

/** RFC 8291, with the browser's private key; null when it does not open. */
function opened(bytes: Buffer, { curve, auth }: Browser): string | null {
  try {
    const salt = bytes.subarray(0, 16)
    const recordSize = bytes.readUInt32BE(16)
    const keyLength = bytes.readUInt8(20)
    const sender = bytes.subarray(21, 21 + keyLength)
    const record = bytes.subarray(21 + keyLength)
    if (record.length > recordSize) return null
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), sender])
    const secret = Buffer.from(hkdfSync('sha256', curve.computeSecret(sender), auth, info, 32))
    const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16))
    const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12))
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(record.subarray(-16))
    const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    // The last record's text ends with a 2 and any number of zeros.
    const end = plain.lastIndexOf(2)
    return end >= 0 && plain.subarray(end + 1).every((byte) => byte === 0) ? plain.subarray(0, end).toString('utf8') : null
  } catch {
    return null
  }
}
