// The key pair by which push services know this installation (RFC 8292), made from a secret that it has anyway.
import { createECDH } from 'node:crypto'

/** base64url, as browsers and push services want them. */
export type VapidKeys = { publicKey: string; privateKey: string }

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The same seed gives the same keys: every node and the watchdog have them without anybody having to pass them on. 48 bytes, so that no key is likelier than another. */
export function vapidKeysFrom(seed: Buffer): VapidKeys {
  if (seed.length < 48) throw new Error('A VAPID key is made of at least 48 bytes')
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(scalar.toString(16).padStart(64, '0'), 'hex')
  return {
    publicKey: curve.getPublicKey().toString('base64url'),
    privateKey: Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').toString('base64url'),
  }
}
