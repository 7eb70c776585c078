/**
 * Passkeys that people register here while they are signed in: to recover with, and to speak for others as manager or trusted
 * contact. A fold of the stream `passkeys/…`, one a person: what only a table says is nobody's passkey (RED TEAM R43).
 */
import Type from 'typebox'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Base64Url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength })

const PASSKEY_ENTRIES = {
  'person-passkey-registered': entryType(
    'person-passkey-registered',
    Type.Object(
      {
        at: At,
        passkey: Type.Object(
          {
            id: Base64Url(1400),
            /** COSE key. */
            publicKey: Base64Url(1024),
            aaguid: Type.String({ maxLength: 64 }),
            transports: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 8 }),
            backupEligible: Type.Boolean(),
          },
          Strict,
        ),
        /** In a case whose recipe was met, so that it counts at once (DESIGN §3 rule 5). */
        inCase: Type.Boolean(),
      },
      Strict,
    ),
  ),
  'person-passkey-ended': entryType('person-passkey-ended', Type.Object({ at: At, passkey: Base64Url(1400) }, Strict)),
}
type PasskeyFact = FactOf<typeof PASSKEY_ENTRIES>
type Registered = Extract<PasskeyFact, { readonly type: 'person-passkey-registered' }>['data']

export type PersonPasskey = Registered['passkey'] & { readonly added: number; readonly inCase: boolean }

export type PasskeyCommand =
  | ({ readonly do: 'register' } & Registered)
  | { readonly do: 'end'; readonly at: number; readonly passkey: string }

const PASSKEYS_MAX = 10

/** `passkeys/0f3c…`: the id of the person. */
export function streamOfPasskeys(person: string): string {
  return `passkeys/${person}`
}

export const PASSKEYS = {
  types: PASSKEY_ENTRIES,
  initial: [] as readonly PersonPasskey[],

  evolve(passkeys: readonly PersonPasskey[], fact: PasskeyFact): readonly PersonPasskey[] {
    if (fact.type === 'person-passkey-ended') return passkeys.filter(({ id }) => id !== fact.data.passkey)
    const { at, passkey, inCase } = fact.data
    return [...passkeys, { ...passkey, added: at, inCase }]
  },

  decide(passkeys: readonly PersonPasskey[], command: PasskeyCommand): Decided<PasskeyFact> {
    if (command.do === 'end') {
      const { at, passkey } = command
      const isHeld = passkeys.some(({ id }) => id === passkey)
      return { facts: isHeld ? [{ type: 'person-passkey-ended', data: { at, passkey } }] : [] }
    }
    const { do: _, ...data } = command
    if (passkeys.some(({ id }) => id === data.passkey.id)) {
      return { facts: [], refused: { code: 'ERR_CHECK_PASSKEY', message: 'This passkey is registered here already.' } }
    }
    if (passkeys.length >= PASSKEYS_MAX) {
      const message = `Nobody has more than ${PASSKEYS_MAX} passkeys here. Take one away first.`
      return { facts: [], refused: { code: 'ERR_CHECK_PASSKEY', message } }
    }
    return { facts: [{ type: 'person-passkey-registered', data }] }
  },
}
