/**
 * An authenticator in software, for tests of the API: it answers what a browser is asked for as a security key would, ES256, no
 * attestation. What it says can be bent, to see that each check is one.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

export interface Bent {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  /** What it claims to have counted. */
  readonly counter?: number
  readonly backupEligible?: boolean
  readonly challenge?: string
  readonly userHandle?: string
  readonly attestation?: 'none' | 'packed-with-certificate'
}

interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id?: string }
  readonly user: { readonly id: string }
  readonly excludeCredentials?: readonly { readonly id: string }[]
}
interface RequestOptions {
  readonly challenge: string
  readonly rpId?: string
  readonly allowCredentials?: readonly { readonly id: string }[]
}

interface Credential {
  readonly id: string
  readonly privateKey: KeyObject
  readonly userHandle: string
  counter: number
}

const UP = 0x01
const UV = 0x04
const BE = 0x08
const AT = 0x40

/** An authenticator in a browser that shows `origin`. Like real ones, it refuses to register where it is registered. */
export function createAuthenticator(origin: string) {
  const credentials: Credential[] = []

  function clientData(type: string, challenge: string, bent: Bent): Buffer {
    const data = { type: bent.type ?? type, challenge: bent.challenge ?? challenge, origin: bent.origin ?? origin }
    return Buffer.from(JSON.stringify({ ...data, crossOrigin: bent.crossOrigin ?? false }))
  }

  function authenticatorData(rpId: string, flags: number, counter: number, bent: Bent): Buffer {
    let all = flags | UP | UV
    if (bent.userVerified === false) all &= ~UV
    if (bent.userPresent === false) all &= ~UP
    if (bent.backupEligible === true) all |= BE
    const count = Buffer.alloc(4)
    count.writeUInt32BE(bent.counter ?? counter)
    return Buffer.concat([
      createHash('sha256')
        .update(bent.rpId ?? rpId)
        .digest(),
      Buffer.of(all),
      count,
    ])
  }

  return {
    /** Its credentials' ids, oldest first. */
    get ids(): readonly string[] {
      return credentials.map(({ id }) => id)
    },

    register({ challenge, rp, user, excludeCredentials = [] }: CreationOptions, bent: Bent = {}) {
      if (excludeCredentials.some(({ id }) => credentials.some((one) => one.id === id))) {
        throw new DOMException('The authenticator is registered already.', 'InvalidStateError')
      }
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const id = randomBytes(32)
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
      const length = Buffer.of(id.length >> 8, id.length & 0xff)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose])
      const authData = Buffer.concat([authenticatorData(rp.id ?? '', AT, 0, bent), attested])
      const statement = new Map<string, unknown>()
      if (bent.attestation !== undefined && bent.attestation !== 'none') {
        statement
          .set('alg', -7)
          .set('sig', new Uint8Array(70))
          .set('x5c', [new Uint8Array(100)])
      }
      const attestation = new Map<string, unknown>([
        ['fmt', statement.size === 0 ? 'none' : 'packed'],
        ['attStmt', statement],
        ['authData', Uint8Array.from(authData)],
      ])
      credentials.push({ id: id.toString('base64url'), privateKey, userHandle: user.id, counter: 0 })
      return {
        id: id.toString('base64url'),
        type: 'public-key' as const,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, bent).toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
          transports: ['usb'],
        },
      }
    },

    assert({ challenge, rpId, allowCredentials = [] }: RequestOptions, bent: Bent = {}) {
      const credential = credentials.findLast(
        ({ id }) => allowCredentials.length === 0 || allowCredentials.some((one) => one.id === id),
      )
      if (credential === undefined) throw new DOMException('No such credential here.', 'NotAllowedError')
      credential.counter = bent.counter ?? credential.counter + 1
      const data = authenticatorData(rpId ?? '', 0, credential.counter, bent)
      const client = clientData('webauthn.get', challenge, bent)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return {
        id: credential.id,
        type: 'public-key' as const,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
          userHandle: bent.userHandle ?? credential.userHandle,
        },
      }
    },
  }
}

export type Authenticator = ReturnType<typeof createAuthenticator>
