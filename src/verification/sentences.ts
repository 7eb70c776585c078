/** What the entries about sheets and passkeys of people say. */
import type { Sentences } from '../ledger/index.ts'

export const VERIFICATION_SENTENCES: Sentences = {
  'sheet-issued': ({ inCase }) =>
    `A sheet of saved codes was issued to the person${inCase === true ? ', in a recovery' : ', and counts after the cool-off'}. The one before is dead.`,
  'saved-code-used': () => 'A saved code of the person’s sheet was used. It works no more.',
  'sheet-ended': () => 'The person’s sheet of saved codes was ended.',
  'person-passkey-registered': ({ inCase }) =>
    `The person registered a passkey here${inCase === true ? ', in a recovery.' : '. It counts after the cool-off.'}`,
  'person-passkey-ended': () => 'A passkey that the person registered here was ended.',
}
