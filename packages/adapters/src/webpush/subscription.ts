// What a browser hands out so that it can be reached: where its push service listens, and the keys only it can open.
import { createECDH } from 'node:crypto'
import { isRecord } from '../clean.ts'

export type BrowserKeys = { p256dh: string; auth: string }

/** Where the keys are kept as a contact's secret, in one text. */
export function writeKeys({ p256dh, auth }: BrowserKeys): string {
  return `${p256dh}.${auth}`
}

export function readKeys(secret: string | null): BrowserKeys | null {
  const [p256dh = '', auth = '', ...more] = (secret ?? '').split('.')
  return more.length === 0 && keysFault({ p256dh, auth }) === null ? { p256dh, auth } : null
}

/** Null for keys that can be encrypted for, else what is wrong with them. */
export function keysFault({ p256dh, auth }: BrowserKeys): string | null {
  const point = Buffer.from(p256dh, 'base64url')
  if (point.length !== 65 || point[0] !== 4 || !isOnCurve(point)) return 'p256dh is not a public key of a browser'
  return Buffer.from(auth, 'base64url').length === 16 ? null : 'auth is not the 16 bytes of a browser'
}

function isOnCurve(point: Buffer): boolean {
  const curve = createECDH('prime256v1')
  curve.generateKeys()
  try {
    curve.computeSecret(point)
    return true
  } catch {
    return false
  }
}

/** What the worker in the browser is handed, decrypted. */
export type PushPayload = {
  key: string
  kind: 'page' | 'notice' | 'test'
  title: string
  text: string
  /** The signed answer page; null where nothing is to be answered. */
  url: string | null
  number: number | null
  /** A later message with the same tag takes the place of this one. */
  tag: string
  severity: string | null
  sentAt: number
}

export function readPayload(text: string): PushPayload | null {
  const value: unknown = JSON.parse(text)
  return isRecord(value) && typeof value['title'] === 'string' && typeof value['tag'] === 'string' ? (value as PushPayload) : null
}
