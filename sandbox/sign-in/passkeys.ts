/** Passkeys: registered by an enrolment link, and asserted instead of name, password and second step. */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Origin } from '../log.ts'
import { newId } from '../secrets.ts'
import type { Passkey, Person } from '../world.ts'
import {
  ACR,
  type Attempt,
  againOr,
  complete,
  heldBack,
  isOut,
  SERVICE,
  type StepResult,
  type Surroundings,
  stopped,
  stoppedByRules,
  tell,
  wrong,
} from './attempt.ts'

/** The name and origin that passkeys are bound to. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

const NOT_TAKEN = 'This passkey was not accepted. Use another way, or call your helpdesk.'

/** For the sign-in page; the challenge is the attempt's, for one answer. */
export async function passkeyRequest(attempt: Attempt, { id }: RelyingParty): Promise<object> {
  const options = await generateAuthenticationOptions({ rpID: id, userVerification: 'required' })
  attempt.challenge = options.challenge
  return options
}

export async function answerPasskey(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  response: AuthenticationResponseJSON,
  party: RelyingParty,
): Promise<StepResult> {
  const { challenge } = attempt
  attempt.challenge = undefined
  const owner = ownerOf(around.world.people, response.id)
  if (isOut(around, 'second-step')) {
    tell(around, attempt, origin, { code: 'service.error', person: owner?.person, method: 'passkey' })
    return stopped(SERVICE)
  }
  if (owner === undefined || challenge === undefined) {
    tell(around, attempt, origin, { code: 'passkey.unknown', person: owner?.person, method: 'passkey' })
    return againOr(NOT_TAKEN)
  }
  const { person, passkey } = owner
  const held = heldBack(around, attempt, origin, 'passkey', person)
  if (held) return held
  attempt.person = person
  const counter = await assertedCounter(response, challenge, passkey, party)
  if (counter === undefined) {
    return wrong(around, attempt, origin, 'passkey', { code: 'passkey.wrong', authenticator: passkey }, NOT_TAKEN)
  }
  passkey.counter = counter
  const ruled = stoppedByRules(around, attempt, origin, person)
  if (ruled) return ruled
  attempt.amr = ['hwk', 'user']
  return complete(around, attempt, origin, {
    acr: ACR.passkey,
    method: 'passkey',
    authenticator: passkey,
    proved: true,
  })
}

export async function registrationRequest(
  person: Person,
  { id }: RelyingParty,
): Promise<{ readonly challenge: string }> {
  return await generateRegistrationOptions({
    rpName: 'Sandbox',
    rpID: id,
    userID: new TextEncoder().encode(person.id),
    userName: person.userName,
    userDisplayName: person.displayName,
    attestationType: 'none',
    excludeCredentials: person.authenticators.flatMap((each) =>
      each.kind === 'passkey' ? [{ id: each.credential }] : [],
    ),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** The passkey that was made, or undefined if the answer is none. */
export async function registeredPasskey(
  response: RegistrationResponseJSON,
  challenge: string,
  party: RelyingParty,
  now: number,
): Promise<Passkey | undefined> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    })
    if (registrationInfo === undefined) return undefined
    const { credential } = registrationInfo
    return {
      kind: 'passkey',
      id: newId('key'),
      label: 'Passkey',
      added: now,
      lastUsed: null,
      credential: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
    }
  } catch {
    return undefined
  }
}

function ownerOf(people: readonly Person[], credential: string): { person: Person; passkey: Passkey } | undefined {
  for (const person of people) {
    for (const each of person.authenticators) {
      if (each.kind === 'passkey' && each.credential === credential) return { person, passkey: each }
    }
  }
  return undefined
}

async function assertedCounter(
  response: AuthenticationResponseJSON,
  challenge: string,
  passkey: Passkey,
  party: RelyingParty,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}
