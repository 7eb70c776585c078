/** Changes that go round us, put together: one room an organisation. */
import type { DirectoryRoom } from '../directory/index.ts'
import type { SentinelRoom } from '../sentinels/index.ts'
import type { House } from './house.ts'

/** As which a provider's log names the credential that Postern has there. */
export type OwnNames = (organisation: string, provider: string) => readonly string[]

export interface SentinelsOptions {
  readonly house: House
  readonly clock: () => number
  readonly ownNames: OwnNames
  directoryOf(organisation: string): DirectoryRoom
}

export function sentinelRoomsOf({ house, clock, ownNames, directoryOf }: SentinelsOptions) {
  return (organisation: string): SentinelRoom => {
    const { ledger, keys } = house.tenant(organisation)
    return {
      ledger,
      tokenKey: keys.tokenKey,
      directory: directoryOf(organisation),
      ownNames: (provider) => ownNames(organisation, provider),
      clock,
    }
  }
}
