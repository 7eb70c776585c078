/** For tests: an organisation with people in its directory, and somebody who asks for help. */
import { randomBytes } from 'node:crypto'
import { createAuthenticator } from '../../test/authenticator.ts'
import { NOON } from '../../test/organisation.ts'
import { directoryOf, keyOf } from '../directory/sample-directory.ts'
import { challengeFor, type Intent, relyingPartyOf, type Word } from '../staff/index.ts'
import type { Store } from '../store/index.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { beginPersonPasskey, registerPersonPasskey } from './verify-passkey.ts'

const PORTAL = 'http://portal.localhost:1'

export const ana = keyOf('entra', 't1', 'a-1')
export const ben = keyOf('entra', 't1', 'b-1')
export const cleo = keyOf('entra', 't1', 'c-1')
export const dora = keyOf('entra', 't1', 'd-1')

/** In the order of the directory's HEADER. Ben manages Ana; Dora has Ben's landline. */
const PEOPLE = [
  'entra,t1,a-1,ana@example.com,7,ana@home.test,+4930111111,+49170111111,9,standard,',
  'entra,t1,b-1,ben@example.com,9,ben@home.test,+4930222222,+49170222222,,standard,',
  'entra,t1,c-1,cleo@example.com,11,cleo@home.test,+4930333333,+49170333333,9,standard,',
  'entra,t1,d-1,dora@example.com,13,dora@home.test,+4930222222,+49170444444,9,standard,',
]

export async function verificationOf(store: Store) {
  const directory = await directoryOf(store)
  await directory.take(PEOPLE)
  const room: VerificationRoom = {
    directory: directory.room,
    humanKey: Buffer.alloc(32, 9),
    portal: relyingPartyOf(PORTAL),
  }
  const asking = (more: Partial<Asking> = {}): Asking => ({
    ...{ case: 'c1', person: ana, claimant: 'browser-1', source: 'address-1', barred: new Set() },
    ...more,
  })
  /** What lies in the database, and in every entry of the ledger, as one text. */
  const atRest = () =>
    directory.tx(async (tx) => {
      const tables = ['verification_begun', 'verification_saved_codes', 'verification_counters'] as const
      const rows = await Promise.all(tables.map((table) => tx.selectFrom(table).selectAll().execute()))
      const entries = await tx.selectFrom('ledger_entries').select('bytes').execute()
      return JSON.stringify(rows) + entries.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n')
    })
  /** Somebody's authenticator, with a passkey that they registered here; in a case, so that it counts at once, unless said. */
  async function keyOfPerson(person: string, { now = NOON, inCase = true } = {}) {
    const authenticator = createAuthenticator(PORTAL)
    const challenge = randomBytes(32)
    const id = await directory.tx(async (tx) => {
      const options = await beginPersonPasskey(tx, room, { person, label: 'a person', challenge })
      const registration = authenticator.register(options as never)
      return await registerPersonPasskey(tx, room, { person, registration, challenge, inCase, now })
    })
    if (id === undefined) throw new Error('The passkey was not registered.')
    return { id, assert: authenticator.assert }
  }
  /** What `deciding.take` gives where the agent `by` decided this. */
  function wordFor(
    intent: Intent,
    by = 'tom',
    role: 'agent' | 'analyst' | 'approver' = 'agent',
    human = `human-${by}`,
  ): Word {
    const challenge = Buffer.from(challengeFor(intent, randomBytes(32))).toString('base64url')
    const clientDataJSON = Buffer.from(JSON.stringify({ challenge })).toString('base64url')
    const scope = {
      organisations: [directory.room.ledger.db.organisation],
      groups: 'all',
      tierMax: 'standard',
    } as const
    const decision = { staff: by, credentialId: 'k', clientDataJSON, authenticatorData: 'AAAA', signature: 'AAAA' }
    return { decision, grants: [{ id: 'g1', role, scope }], human }
  }
  return { ...directory, directory: directory.room, room, asking, atRest, keyOfPerson, wordFor }
}
