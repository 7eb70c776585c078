/** What the entries about staff say. */
import { type NameOf, type Sentences, textOf } from '../ledger/index.ts'

const KINDS: Readonly<Record<string, string>> = {
  invitation: 'to bring in somebody new',
  role: 'a role',
  recovery: 'to give new passkeys',
  reinstatement: 'to take back',
}

const name = (id: unknown, nameOf: NameOf): string => (typeof id === 'string' ? nameOf(id) : 'Somebody')

export const STAFF_SENTENCES: Sentences = {
  'machine-token-added': ({ name: what, permissions }) =>
    `A program may read here until its token expires: “${textOf(what)}” (${Array.isArray(permissions) ? permissions.map(textOf).join(', ') : '?'}).`,
  'machine-token-closed': () => 'The program’s token was closed: it opens nothing from now on.',
  'set-up-opened': () => 'A code for setting up was shown at the machine’s terminal.',
  'founder-invited': ({ by }, nameOf) => `${name(by, nameOf)} invited the second person.`,
  'founder-joined': ({ member }, nameOf) =>
    `${name(member, nameOf)} joined with two passkeys, as one of the first two.`,
  'staff-proposed': ({ by, kind, subject }, nameOf) =>
    `${name(by, nameOf)} proposed ${KINDS[textOf(kind)] ?? textOf(kind)}: ${name(subject, nameOf)}.`,
  'staff-confirmed': ({ by, subject }, nameOf) =>
    `${name(by, nameOf)} confirmed what was proposed for ${name(subject, nameOf)}.`,
  'proposal-stopped': ({ by, subject }, nameOf) =>
    `${name(by, nameOf)} stopped what was proposed for ${name(subject, nameOf)}.`,
  'staff-joined': ({ subject }, nameOf) =>
    `${name(subject, nameOf)} joined with two passkeys, which count after the wait.`,
  'staff-recovered': ({ subject }, nameOf) => `${name(subject, nameOf)} has new passkeys, which count after the wait.`,
  'passkey-added': ({ member }, nameOf) => `${name(member, nameOf)} added a passkey, which counts after the wait.`,
  'passkey-removed': ({ by, member }, nameOf) => `${name(by, nameOf)} removed a passkey of ${name(member, nameOf)}.`,
  'passkey-doubted': ({ member }, nameOf) =>
    `A passkey of ${name(member, nameOf)} may have been copied, and counts no longer.`,
  'identity-linked': ({ member }, nameOf) =>
    `${name(member, nameOf)} linked an identity at the provider, which counts after the wait.`,
  'identity-unlinked': ({ by, member }, nameOf) =>
    `${name(by, nameOf)} took away the identity at the provider of ${name(member, nameOf)}.`,
  'role-withdrawn': ({ by, member }, nameOf) => `${name(by, nameOf)} took a role from ${name(member, nameOf)}.`,
  'member-removed': ({ by, member }, nameOf) => `${name(by, nameOf)} removed ${name(member, nameOf)}.`,
  'member-suspended': ({ by, member }, nameOf) => `${name(by, nameOf)} suspended ${name(member, nameOf)}.`,
  'organisation-founded': ({ name: what, founders }, nameOf) =>
    `${Array.isArray(founders) ? founders.map((one) => name(one, nameOf)).join(' and ') : 'Somebody'} founded the organisation “${textOf(what)}”, and have their roles there, too.`,
  'waits-held': () => 'Postern was down, or its notices did not go out: no wait counts that time.',
  'staff-refused': ({ by }, nameOf) => `${name(by, nameOf)} tried what one person alone may not do, and was refused.`,
}
