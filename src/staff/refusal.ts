/** Why staff cannot do something: a stable code, and a sentence that says what would make it possible. */
import type { Decision } from './commands.ts'

export const REFUSALS = {
  ERR_STAFF_UNKNOWN: 'You are not, or no longer, a member of staff here.',
  ERR_STAFF_ROLE:
    'This takes the role of administrator, or to confirm also approver. A new role counts after 72 hours.',
  ERR_STAFF_SCOPE: 'This reaches further than your own role does. Ask somebody whose role covers it.',
  ERR_STAFF_ONE_PASSKEY: 'Whoever decides about staff has two passkeys. Add a second one first.',
  ERR_STAFF_SECOND_PERSON: 'Nobody decides this alone: another person has to confirm it.',
  ERR_STAFF_ABOUT_YOU: 'This concerns you: it takes two other people.',
  ERR_STAFF_SAME_HUMAN:
    'This human is a member of staff already, or was, or is being invited. One human is one member.',
  ERR_STAFF_TWO_PASSKEYS: 'Everybody registers two passkeys, on two devices, so that losing one locks nobody out.',
  ERR_STAFF_RECOVERING: 'Your passkeys are being replaced. Wait until the new ones count, or stop the recovery.',
  ERR_STAFF_PASSKEY_KNOWN: 'This passkey is registered already. Each person registers two of their own.',
  ERR_STAFF_PASSKEY_UNKNOWN: 'There is no such passkey, or it was removed.',
  ERR_STAFF_PASSKEY_COUNTS: 'Another person’s passkey can be taken only while it is new. Remove the person instead.',
  ERR_STAFF_LAST_PASSKEY: 'This is the last passkey with which you can sign in. Add another, and wait until it counts.',
  ERR_STAFF_SUBJECT: 'There is no such member of staff for whom this could be done.',
  ERR_STAFF_GRANTS: 'Say which roles, each once; none is not an invitation.',
  ERR_STAFF_GRANT_UNKNOWN: 'This person does not have that role.',
  ERR_STAFF_LAST_TWO: 'Two administrators have to be left. Make another one first, or remove the person.',
  ERR_STAFF_PROPOSAL_UNKNOWN: 'There is no such proposal, or it expired, was stopped or is done. Propose it again.',
  ERR_STAFF_PROPOSAL_OPEN: 'The same is proposed already. Have it confirmed, or stop it.',
  ERR_STAFF_PROPOSAL_TAKEN: 'This number is taken. Begin again.',
  ERR_STAFF_CODE_WRONG: 'These are not the codes, or one is missing. Ask both colleagues for theirs.',
  ERR_STAFF_SET_UP_CODE: 'This is not the code, or it is older than 30 minutes, or it was used. Make another one.',
  ERR_STAFF_SET_UP_OVER: 'Set-up is over: two people are here. They invite the others.',
  ERR_STAFF_NOT_FOUNDER: 'Only the first person lets the second in, and only once.',
  ERR_STAFF_CHALLENGE: 'This took longer than five minutes, or was answered already. Begin again.',
  ERR_STAFF_PASSKEY_INVALID: 'The passkey’s answer does not hold. Begin again, on this page and with your own passkey.',
  ERR_STAFF_PASSKEY_CLONED: 'This passkey’s counter went back: somebody may have a copy. All administrators are told.',
  ERR_STAFF_SIGN_IN: 'This passkey does not sign you in here. A new one counts after 72 hours.',
  ERR_STAFF_NOTHING_LOST: 'Nothing is missing in the ledger, or two people have said so already: start Postern again.',
  ERR_STAFF_IDENTITY_UNPROVEN: 'Sign in at the provider first, in this browser, and link it within ten minutes.',
  ERR_STAFF_IDENTITY_KNOWN: 'This identity is linked already. Each person links their own.',
  ERR_STAFF_IDENTITY_UNKNOWN: 'There is no such linked identity.',
  ERR_STAFF_OIDC_OFF: 'Signing in by a provider is not allowed here. Use your passkey.',
  ERR_STAFF_OIDC: 'The provider’s answer does not hold, or took too long. Begin again, or use your passkey.',
  ERR_STAFF_ORGANISATION_KNOWN: 'There is an organisation of this name already. Give it another name.',
  ERR_STAFF_FULL: 'There is no room for more. Remove what is not needed any more.',
} as const

export type RefusalCode = keyof typeof REFUSALS

export function refuse(code: RefusalCode): Decision {
  return { facts: [], refused: { code, message: REFUSALS[code] } }
}

/** Refused, and told to all administrators. */
export function refuseAloud(
  code: RefusalCode,
  { at, by, subject }: { readonly at: number; readonly by?: string; readonly subject?: string },
): Decision {
  const data = { at, code, ...(by === undefined ? {} : { by }), ...(subject === undefined ? {} : { subject }) }
  return { ...refuse(code), facts: [{ type: 'staff-refused', data }] }
}
