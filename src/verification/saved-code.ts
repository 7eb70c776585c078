/**
 * Sheets of saved codes (NIST SP 800-63B-4 §4.2.1.1): a fold of the stream `saved-codes/…`, one a person. The ledger holds a hash over
 * a sheet's rows, so that nobody adds a code of their own to the database, and says which codes were used, so that nobody brings
 * one back. A new sheet ends the one before; a sheet dies with the authenticator that it was issued beside (RED TEAM R21).
 */
import { hash } from 'node:crypto'
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, entryType, type FactOf, type Random } from '../ledger/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Id = Type.String({ pattern: '^[0-9a-f]{32}$' })

const SHEET_ENTRIES = {
  'sheet-issued': entryType(
    'sheet-issued',
    Type.Object(
      {
        at: At,
        sheet: Id,
        /** The account and authenticator that it was issued beside. */
        account: Id,
        authenticator: Type.String({ minLength: 1, maxLength: 400 }),
        /** In a case whose recipe was met, so that it counts at once (DESIGN §3 rule 5). */
        inCase: Type.Boolean(),
        /** `digestOf` its rows. */
        digest: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
      },
      Strict,
    ),
  ),
  'saved-code-used': entryType(
    'saved-code-used',
    Type.Object({ at: At, sheet: Id, code: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) }, Strict),
  ),
  'sheet-ended': entryType('sheet-ended', Type.Object({ at: At, sheet: Id }, Strict)),
}
type SheetFact = FactOf<typeof SHEET_ENTRIES>

export interface Sheet {
  readonly id: string
  readonly account: string
  readonly authenticator: string
  readonly issued: number
  readonly inCase: boolean
  readonly digest: string
  /** By `nameOfCode`. */
  readonly used: ReadonlySet<string>
}

export type SheetCommand =
  | ({ readonly do: 'issue'; readonly at: number; readonly sheet: string } & Pick<
      Sheet,
      'account' | 'authenticator' | 'inCase' | 'digest'
    >)
  | { readonly do: 'use'; readonly at: number; readonly sheet: string; readonly code: string }
  | { readonly do: 'end'; readonly at: number }

/** `saved-codes/0f3c…`: the id of the person. */
export function streamOfSheets(person: string): string {
  return `saved-codes/${person}`
}

export const SHEETS = {
  types: SHEET_ENTRIES,
  initial: undefined as Sheet | undefined,

  evolve(sheet: Sheet | undefined, fact: SheetFact): Sheet | undefined {
    if (fact.type === 'sheet-ended') return sheet?.id === fact.data.sheet ? undefined : sheet
    if (fact.type === 'sheet-issued') {
      const { at, sheet: id, account, authenticator, inCase, digest } = fact.data
      return { id, account, authenticator, inCase, digest, issued: at, used: new Set() }
    }
    const { sheet: id, code } = fact.data
    return sheet?.id === id ? { ...sheet, used: new Set([...sheet.used, code]) } : sheet
  },

  decide(sheet: Sheet | undefined, command: SheetCommand): Decided<SheetFact> {
    if (command.do === 'issue') {
      const { do: _, ...data } = command
      return { facts: [{ type: 'sheet-issued', data }] }
    }
    if (command.do === 'end') {
      return { facts: sheet === undefined ? [] : [{ type: 'sheet-ended', data: { at: command.at, sheet: sheet.id } }] }
    }
    const { at, sheet: id, code } = command
    if (sheet?.id !== id || sheet.used.has(code)) {
      return { facts: [], refused: { code: 'ERR_CHECK_SHEET', message: 'This code was used before.' } }
    }
    return { facts: [{ type: 'saved-code-used', data: { at, sheet: id, code } }] }
  },
}

/** Crockford's base 32: no I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 16

/** The codes of a sheet, `7KQ2-M0XA-…`: 80 random bits each. */
export function newSavedCodes(random: Random): readonly string[] {
  return Array.from({ length: DEFAULTS.verification.savedCodes }, () => {
    const characters = [...random(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length])
    return characters.join('').replace(/.{4}(?=.)/g, '$&-')
  })
}

/** A code as somebody typed it: spaces, dashes, small letters and what looks alike make no difference. Undefined where it is none. */
export function plainSavedCode(typed: string): string | undefined {
  const letters = typed.slice(0, 100).normalize('NFKC').toUpperCase()
  const plain = letters
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return plain.length === CHARACTERS && [...plain].every((letter) => ALPHABET.includes(letter)) ? plain : undefined
}

/** Over the salt and the hashes of all codes of a sheet, in whatever order they are read. */
export function digestOf(salt: Uint8Array, hashes: readonly Uint8Array[]): string {
  const sorted = hashes.map((one) => Buffer.from(one)).sort(Buffer.compare)
  return hash('sha256', Buffer.concat([salt, ...sorted]), 'base64url')
}

/** Names a code in the ledger, where its own hash has no business. */
export function nameOfCode(hashed: Uint8Array): string {
  return hash('sha256', hashed, 'buffer').toString('base64url', 0, 16)
}
