/** A passkey's signature over a challenge (WebAuthn level 3, §7.2). */
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Passkey } from './entries.ts'
import type { RelyingParty } from './relying-party.ts'

const Open = { additionalProperties: true }
const Base64Url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })

/** As `navigator.credentials.get` gives it, `toJSON`. Members that are not read are let be: browsers add some. */
export const AssertionSchema = Type.Object(
  {
    id: Base64Url(1400),
    type: Type.Literal('public-key'),
    response: Type.Object(
      {
        clientDataJSON: Base64Url(4096),
        authenticatorData: Base64Url(4096),
        signature: Base64Url(1024),
        userHandle: Type.Optional(Type.Union([Base64Url(128), Type.Null()])),
      },
      Open,
    ),
  },
  Open,
)
export type Assertion = Static<typeof AssertionSchema>

const ClientData = Type.Object({
  challenge: Base64Url(200),
  crossOrigin: Type.Optional(Type.Literal(false)),
})

/** The challenge that a browser says it answered; undefined where it says none, or was inside another site's page. */
export function challengeIn(clientDataJSON: string): Uint8Array | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
    return Value.Check(ClientData, data) ? Buffer.from(data.challenge, 'base64url') : undefined
  } catch {
    return undefined
  }
}

export interface Asserted {
  /** How often the authenticator has signed; 0 where it does not count. */
  readonly counter: number
  readonly backedUp: boolean
}

/** Checks everything but the counter. Undefined where anything is wrong; why stays in here, for an attacker wrote it. */
export async function verifyAssertion(
  assertion: Assertion,
  passkey: Passkey,
  challenge: Uint8Array,
  { id, origin }: RelyingParty,
): Promise<Asserted | undefined> {
  if (assertion.id !== passkey.id || challengeIn(assertion.response.clientDataJSON) === undefined) return undefined
  const { clientDataJSON, authenticatorData, signature } = assertion.response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.id,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: id,
      expectedType: 'webauthn.get',
      requireUserVerification: true,
      // Ours is the later check: this one cannot tell a copy from an error.
      credential: { id: passkey.id, publicKey: Buffer.from(passkey.publicKey, 'base64url'), counter: 0 },
    })
    const isEligible = authenticationInfo.credentialDeviceType === 'multiDevice'
    if (!verified || isEligible !== passkey.backupEligible) return undefined
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp }
  } catch {
    return undefined
  }
}

/** §7.2, step 22: an authenticator that counts never gives the same number twice, unless there are two of it. */
export function isCopy(counter: number, before: number): boolean {
  return (counter > 0 || before > 0) && counter <= before
}
