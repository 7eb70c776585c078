/** By which names evidence knows whoever vouches or attests: one human, whatever they are here (DESIGN §3 rule 2). */
import { keyedToken } from '../base/keyed-token.ts'
import { contactPointsOf, personMeant } from '../directory/index.ts'
import { humanOf } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { VerificationRoom } from './room.ts'

/** Of a member of staff: by it a case names them, too. `human`: as staff/ does. */
export function nameOfStaff({ directory }: VerificationRoom, human: string): string {
  return keyedToken(directory.tokenKey)('person', `human:${human}`)
}

/** Of somebody in the directory: as a person, and as the member of staff whom their addresses would make them. */
export async function namesOfPerson(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  person: string,
  now: number,
): Promise<readonly string[]> {
  const { directory, humanKey } = room
  const points = await contactPointsOf(tx, directory, person, now)
  const accounts = (await personMeant(tx, directory, person))?.accounts ?? []
  const addresses = [...points.map(({ value }) => value), ...accounts.map(({ label }) => label)]
  const humans = addresses
    .filter((address) => address.includes('@'))
    .map((email) => humanOf({ tokenKey: humanKey }, { name: '', email }))
  const own = keyedToken(directory.tokenKey)('person', `person:${person}`)
  return [...new Set([own, ...humans.map((human) => nameOfStaff(room, human))])]
}
