/** A new passkey (WebAuthn level 3, §7.1). */
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import { type Static, Type } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { challengeIn } from './assertion.ts'
import type { Passkey } from './entries.ts'
import type { RelyingParty } from './relying-party.ts'

const Open = { additionalProperties: true }
const Base64Url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })

/** As `navigator.credentials.create` gives it, `toJSON`. */
export const RegistrationSchema = Type.Object(
  {
    id: Base64Url(1400),
    type: Type.Literal('public-key'),
    response: Type.Object(
      {
        clientDataJSON: Base64Url(4096),
        attestationObject: Base64Url(16_384),
        transports: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z-]{1,20}$' }), { maxItems: 8 })),
      },
      Open,
    ),
  },
  Open,
)
export type Registration = Static<typeof RegistrationSchema>

export interface Registered {
  readonly passkey: Passkey
  readonly counter: number
  readonly backedUp: boolean
}

/** COSE numbers of EdDSA, ES256 and RS256: what authenticators in use can do. */
const ALGORITHMS = [-8, -7, -257]

/** What the browser is asked for. `known`: the credentials of all staff, so that nobody's authenticator becomes another's too. */
export function registrationOptions(
  { id, origin }: RelyingParty,
  {
    member,
    label,
    challenge,
    known,
  }: {
    readonly member: string
    /** What the authenticator shows beside the passkey. */
    readonly label: string
    readonly challenge: Uint8Array
    readonly known: readonly Pick<Passkey, 'id'>[]
  },
) {
  return generateRegistrationOptions({
    rpID: id,
    rpName: `Postern (${new URL(origin).host})`,
    userID: new TextEncoder().encode(member),
    userName: label,
    challenge: Uint8Array.from(challenge),
    timeout: DEFAULTS.staff.challengeMs,
    attestationType: 'none',
    excludeCredentials: known.map((one) => ({ id: one.id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

/** The passkey of an answer; undefined where anything is wrong. */
export async function verifyRegistration(
  { id, response }: Registration,
  challenge: Uint8Array,
  relyingParty: RelyingParty,
): Promise<Registered | undefined> {
  if (challengeIn(response.clientDataJSON) === undefined) return undefined
  const { clientDataJSON, attestationObject, transports = [] } = response
  try {
    if (!isPlain(attestationObject)) return undefined
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      expectedType: 'webauthn.create',
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.credential.id !== id) return undefined
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      passkey: {
        id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        aaguid,
        transports,
        backupEligible: credentialDeviceType === 'multiDevice',
      },
      counter: credential.counter,
      backedUp: credentialBackedUp,
    }
  } catch {
    return undefined
  }
}

/**
 * Without certificates. We ask for no attestation, so an honest browser sends none; to verify a certificate can mean to fetch
 * what it names, and nobody outside decides what we fetch.
 */
function isPlain(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(Uint8Array.from(Buffer.from(attestationObject, 'base64url')))
  const format = decoded.get('fmt')
  return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
}
