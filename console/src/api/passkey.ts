/** Passkeys: the browser's own, or in a demo the ones that its personas bring. */
import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import Type from 'typebox'
import { post } from './call.ts'

/** The browser itself checks the rest of them (WebAuthn level 3, §5.4 and §5.5). */
export const RequestOptions = Type.Unsafe<PublicKeyCredentialRequestOptionsJSON>({
  type: 'object',
  properties: { challenge: { type: 'string' } },
  required: ['challenge'],
})
export const CreationOptions = Type.Unsafe<PublicKeyCredentialCreationOptionsJSON>({
  type: 'object',
  properties: { challenge: { type: 'string' }, rp: { type: 'object' }, user: { type: 'object' } },
  required: ['challenge', 'rp', 'user'],
})

export type Assertion = AuthenticationResponseJSON
export type Registration = RegistrationResponseJSON

/** A persona of the demo signs by the server: its passkey lies there. */
const PERSONA = 'postern.persona'

export function playPersona(persona: string | undefined): void {
  if (persona === undefined) sessionStorage.removeItem(PERSONA)
  else sessionStorage.setItem(PERSONA, persona)
}

const AnAssertion = Type.Unsafe<Assertion>({
  type: 'object',
  properties: { id: { type: 'string' }, response: { type: 'object' } },
  required: ['id', 'response'],
})

/** Signs what the server asks with a passkey. Rejects with NotAllowedError if the person does not. */
export async function prove(options: PublicKeyCredentialRequestOptionsJSON): Promise<Assertion> {
  const persona = sessionStorage.getItem(PERSONA)
  if (persona !== null) return await post('/demo/assert', { persona, options }, AnAssertion)
  return await startAuthentication({ optionsJSON: options })
}

export async function register(options: PublicKeyCredentialCreationOptionsJSON): Promise<Registration> {
  return await startRegistration({ optionsJSON: options })
}
