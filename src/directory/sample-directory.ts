/** For tests: an organisation's directory on a real database, with what the console and approvals/ do to it. */
import assert from 'node:assert/strict'
import { NOON, newLedger } from '../../test/organisation.ts'
import type { Applied } from '../organisation/index.ts'
import type { Provider } from '../signin/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { keyOfAccount } from './accounts.ts'
import { directoryChanges } from './changes.ts'
import { type ListedPerson, readListing } from './listed-person.ts'
import { type ReadImport, readImport } from './read-import.ts'
import type { DirectoryRoom } from './room.ts'
import { beginImport, takePart } from './staging.ts'

export const HEADER =
  'provider,tenant,account_id,user_name,employee_number,email,phone,mobile,manager,tier,contacts_changed'
const TWO = ['ada', 'bo']

export function keyOf(provider: Provider, tenant: string, id: string): string {
  return keyOfAccount({ provider, tenant, id })
}

export async function directoryOf(
  store: Store,
  more: Partial<Pick<DirectoryRoom, 'askContacts' | 'seenAccount' | 'findSeen'>> = {},
) {
  const ledger = await newLedger(store)
  const room: DirectoryRoom = {
    ledger,
    tokenKey: Buffer.alloc(32, 3),
    masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
    seenAccount: async () => undefined,
    seenKeys: async () => [],
    findSeen: async () => [],
    listings: () => [],
    ...more,
  }
  const kinds = directoryChanges(() => room)
  const tx = <Result>(work: (tx: OrganisationTransaction) => Promise<Result>) => ledger.db.transaction(work)
  let number = 0

  async function begin(read: ReadImport, now: number): Promise<string> {
    const id = String(++number).padStart(32, '0')
    await tx(async (tx) => {
      await beginImport(tx, { id, actor: 'staff/ada', now })
      assert.ok(await takePart(tx, room, { import: id, part: 1, more: false, now, ...read }))
    })
    return id
  }

  /** Applied as approvals/ does: with the assertions of those who decided. */
  async function apply(kind: string, data: unknown, by: readonly string[], now = NOON): Promise<Applied> {
    const decisions = by.map(assertionOf)
    const applying = { data, secret: undefined, actor: `staff/${by[0]}`, decisions, now }
    return await tx((tx) => kinds.find(({ name }) => name === kind)!.apply(tx, applying))
  }

  const approve = (id: string, now = NOON) => apply('directory-imported', { import: id }, TWO, now)

  const stage = (lines: readonly string[], now = NOON) => begin(readImport([HEADER, ...lines].join('\n')), now)

  return {
    room,
    tx,
    stage,
    approve,
    /** `code` where it was refused. */
    async change(kind: string, data: unknown, by: readonly string[], now = NOON) {
      const applied = await apply(kind, data, by, now)
      return { applied: applied.applied, code: applied.applied ? undefined : applied.code }
    },
    /** Imports it all, without an error. */
    async take(lines: readonly string[], now = NOON) {
      assert.deepEqual(await approve(await stage(lines, now), now), { applied: true })
    },
    async list(people: readonly ListedPerson[], now = NOON) {
      const read = readListing(people)
      assert.deepEqual(read.problems, [])
      assert.deepEqual(await approve(await begin(read, now), now), { applied: true })
    },
    /** Whose an account is; undefined for one that is not in the directory. */
    personOf: (account: string) =>
      tx(async (tx) => {
        const row = await tx
          .selectFrom('directory_accounts')
          .select('person')
          .where('account', '=', Buffer.from(account, 'hex'))
          .executeTakeFirst()
        return row === undefined ? undefined : (row.person ?? account)
      }),
  }
}

/** What approvals/ hands on was verified there; the entry only keeps it. */
function assertionOf(staff: string) {
  const text = 'AAAA'
  return { staff, credentialId: text, clientDataJSON: text, authenticatorData: text, signature: text }
}
