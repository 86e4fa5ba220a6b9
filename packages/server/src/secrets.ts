// What only this installation knows: seals secrets at rest and signs links. Every purpose has a key of its own.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import path from 'node:path'

export type Secrets = {
  /** Encrypts for storage; `bound` (organisation and row) must be the same when it is opened. */
  seal: (plain: string, bound: string) => Buffer
  open: (sealed: Buffer, bound: string) => string
  /** A tag over a text for one purpose, URL-safe. */
  sign: (purpose: string, text: string) => string
  verify: (purpose: string, text: string, tag: string) => boolean
  /** Bytes for one purpose that whoever has the same key derives too, to make a key pair of. */
  derive: (purpose: string, length: number) => Buffer
}

const NONCE = 12
const TAG = 16

export function createSecrets(master: Buffer): Secrets {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', master, 'muster', purpose, 32))
  const sealing = keyFor('seal')
  const sign = (purpose: string, text: string) =>
    createHmac('sha256', keyFor(`sign:${purpose}`))
      .update(text)
      .digest('base64url')
      .slice(0, 32)
  return {
    seal: (plain, bound) => {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      cipher.setAAD(Buffer.from(bound))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open: (sealed, bound) => {
      const cipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(0, NONCE))
      cipher.setAAD(Buffer.from(bound))
      cipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([cipher.update(sealed.subarray(NONCE + TAG)), cipher.final()]).toString('utf8')
    },
    sign,
    derive: (purpose, length) => Buffer.from(hkdfSync('sha256', master, 'muster', `derive:${purpose}`, length)),
    verify: (purpose, text, tag) => {
      const expected = Buffer.from(sign(purpose, text))
      const given = Buffer.from(tag)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}

/** The master key: given by the operator, or made once and kept in the data folder. Losing it loses sealed secrets and open links. */
export function masterKey(given: string | null, dataFolder: string): Buffer {
  if (given !== null) return createHash('sha256').update(given).digest()
  const file = path.join(dataFolder, 'secret.key')
  if (!existsSync(file)) writeKey(file)
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
}

function writeKey(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const descriptor = openSync(file, 'wx', 0o600)
  writeSync(descriptor, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(descriptor)
  closeSync(descriptor)
}

export function digest(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest()
}
