// A security key in software: makes a passkey and signs with it, as a browser would have it do (WebAuthn Level 3, ES256, no attestation).
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export type Authenticator = {
  /** What the browser sends back for the options it was given, from a page at this origin. */
  register: (options: { challenge: string; rp: { id: string } }, origin: string) => object
  signIn: (options: { challenge: string; rpId: string }, origin: string) => object
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const text = (bytes: Buffer) => bytes.toString('base64url')

/** Flags: the person was there and verified; with a credential when one is made. */
const VERIFIED = 0b0000_0101
const WITH_CREDENTIAL = 0b0100_0000

export function createAuthenticator(): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  let counter = 0
  const data = (rpId: string, flags: number, rest = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE((counter += 1))
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest])
  }
  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const credential = (response: object) => ({ id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {}, response })
  return {
    register: ({ challenge, rp }, origin) => {
      const cose = [
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]
      const authData = data(rp.id, VERIFIED | WITH_CREDENTIAL, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, ...cose]))
      const head = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from('fmt'),
        Buffer.from([0x64]),
        Buffer.from('none'),
        Buffer.from([0x67]),
      ])
      const middle = Buffer.concat([
        Buffer.from('attStmt'),
        Buffer.from([0xa0, 0x68]),
        Buffer.from('authData'),
        Buffer.from([0x58, authData.length]),
      ])
      return credential({
        clientDataJSON: text(clientData('webauthn.create', challenge, origin)),
        attestationObject: text(Buffer.concat([head, middle, authData])),
        transports: ['internal'],
      })
    },
    signIn: ({ challenge, rpId }, origin) => {
      const authenticatorData = data(rpId, VERIFIED)
      const said = clientData('webauthn.get', challenge, origin)
      return credential({
        clientDataJSON: text(said),
        authenticatorData: text(authenticatorData),
        signature: text(sign('sha256', Buffer.concat([authenticatorData, sha256(said)]), privateKey)),
      })
    },
  }
}
