/**
 * Passkeys in software, for the people of a demo (DESIGN §3 rule 26): they answer what a browser is asked for as a security key
 * would, ES256 and no attestation (WebAuthn level 3, §6.1 and §6.5). Whoever reads the demo's folder has them.
 */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { Type } from 'typebox'
import type { Assertion, Registration, RelyingParty } from '../staff/index.ts'
import { DemoError } from './demo-error.ts'

/** As it lies in the demo's folder. */
export const PasskeySchema = Type.Object(
  {
    /** base64url. */
    id: Type.String(),
    /** PKCS #8, DER, base64url. */
    privateKey: Type.String(),
    /** What the member is called at registration, base64url. */
    userHandle: Type.String(),
  },
  { additionalProperties: false },
)
export type SoftwarePasskey = Type.Static<typeof PasskeySchema>

export interface CreationOptions {
  readonly challenge: string
  readonly user: { readonly id: string }
}

export interface RequestOptions {
  readonly challenge: string
  readonly rpId?: string | undefined
  readonly allowCredentials?: readonly { readonly id: string }[] | undefined
}

const UP = 0x01
const UV = 0x04
const AT = 0x40
const ID_BYTES = 32
/** It does not count: a copy of the folder would be taken for a stolen key. */
const COUNTER = Buffer.alloc(4)
/** No make and no model. */
const AAGUID = Buffer.alloc(16)

/** Makes a new one at `site`, and what the browser would send. */
export function registerPasskey(
  { challenge, user }: CreationOptions,
  site: RelyingParty,
): { readonly passkey: SoftwarePasskey; readonly registration: Registration } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(ID_BYTES)
  const length = Buffer.of(ID_BYTES >> 8, ID_BYTES & 0xff)
  const data = Buffer.concat([
    authenticatorData(site, AT),
    AAGUID,
    length,
    id,
    coseOf(publicKey.export({ format: 'jwk' })),
  ])
  const attestation = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', Uint8Array.from(data)],
  ])
  const text = id.toString('base64url')
  return {
    passkey: {
      id: text,
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
      userHandle: user.id,
    },
    registration: {
      id: text,
      type: 'public-key',
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, site).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        transports: ['internal'],
      },
    },
  }
}

/** Signs what it is asked for at `site`. Throws ERR_DEMO_PASSKEY where a browser would offer no passkey: another site, other credentials. */
export function assertPasskey(
  { id, privateKey, userHandle }: SoftwarePasskey,
  { challenge, rpId, allowCredentials = [] }: RequestOptions,
  site: RelyingParty,
): Assertion {
  const isAsked = allowCredentials.length === 0 || allowCredentials.some((one) => one.id === id)
  if ((rpId !== undefined && rpId !== site.id) || !isAsked) {
    throw new DemoError('ERR_DEMO_PASSKEY', 'This persona has no passkey for what is asked.')
  }
  const data = authenticatorData(site, 0)
  const client = clientData('webauthn.get', challenge, site)
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' })
  const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
  return {
    id,
    type: 'public-key',
    response: {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, key).toString('base64url'),
      userHandle,
    },
  }
}

function clientData(type: string, challenge: string, { origin }: RelyingParty): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function authenticatorData({ id }: RelyingParty, flags: number): Buffer {
  return Buffer.concat([createHash('sha256').update(id).digest(), Buffer.of(flags | UP | UV), COUNTER])
}

/** COSE_Key: kty EC2, alg ES256, crv P-256, x, y (RFC 9052, §7). */
function coseOf({ x = '', y = '' }: { readonly x?: string; readonly y?: string }): Uint8Array {
  return isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]),
  )
}
