/** Names and addresses of staff, for what others see of them: decrypted once a minute at most. */
import { type Profile, profileOf, type StaffRoom } from '../staff/index.ts'

export interface Members {
  /** Undefined where the name is not known, or was erased. Outside of any transaction. */
  nameOf(member: string): Promise<string | undefined>
  emailOf(member: string): Promise<string | undefined>
}

const REMEMBERED_MS = 60_000

export function membersOf(room: StaffRoom, clock: () => number): Members {
  const known = new Map<string, { readonly profile: Profile | undefined; readonly until: number }>()

  async function look(member: string): Promise<Profile | undefined> {
    const now = clock()
    const before = known.get(member)
    if (before !== undefined && now < before.until) return before.profile
    const profile = await room.ledger.db.transaction((tx) => profileOf(tx, room, member))
    known.set(member, { profile, until: now + REMEMBERED_MS })
    return profile
  }

  return {
    nameOf: async (member) => (await look(member))?.name,
    emailOf: async (member) => (await look(member))?.email,
  }
}
