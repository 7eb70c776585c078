/** Passkeys in software, for people who are played by a program: made without a ceremony, and asserted as a browser would. */
import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { newId } from './secrets.ts'
import type { RelyingParty } from './sign-in/passkeys.ts'
import type { Passkey } from './world.ts'

export interface SoftwarePasskey {
  readonly credential: string
  readonly privateKey: JsonWebKey
}

/** Present, and verified by its own PIN or finger (WebAuthn §6.1). */
const FLAGS = 0x01 | 0x04

export function newSoftwarePasskey(
  label: string,
  now: number,
): { readonly held: SoftwarePasskey; readonly kept: Passkey } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  // COSE_Key: kty EC2, alg ES256, crv P-256, x, y (RFC 9052, §7).
  const cose = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]),
  )
  const credential = randomBytes(32).toString('base64url')
  const bound = { id: newId('key'), label, added: now, lastUsed: null }
  return {
    held: { credential, privateKey: privateKey.export({ format: 'jwk' }) },
    // A counter of zero says that it counts nothing (WebAuthn §6.1.1).
    kept: { kind: 'passkey', ...bound, credential, publicKey: Buffer.from(cose).toString('base64url'), counter: 0 },
  }
}

/** The answer to a challenge, as the sign-in page's form sends it. */
export function assertion(
  { credential, privateKey }: SoftwarePasskey,
  challenge: string,
  { id, origin }: RelyingParty,
): string {
  const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }))
  const hashOf = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
  const authenticatorData = Buffer.concat([hashOf(id), Buffer.of(FLAGS, 0, 0, 0, 0)])
  const key = createPrivateKey({ key: privateKey, format: 'jwk' })
  const signature = sign('sha256', Buffer.concat([authenticatorData, hashOf(clientData)]), key)
  return JSON.stringify({
    ...{ id: credential, rawId: credential, type: 'public-key', clientExtensionResults: {} },
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  })
}
