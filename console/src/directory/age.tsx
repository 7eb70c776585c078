/** How old something is, in the one respect that matters: whether, or from when on, it can prove that it is they. */
import type { DirectoryPerson } from '../api/directory.ts'
import { Pill } from '../design/pill.tsx'
import { Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'

interface Aged {
  readonly since: string
  /** Null once it has ended. */
  readonly countsFrom: string | null
  readonly counts: boolean
  readonly ended: string | null
}

/** Words and an icon: `Counts`, `Counts from 22 Dec 14:03`, `Ended 2 Nov 09:12`. */
export function Age({ countsFrom, counts, ended }: Aged) {
  if (ended !== null) {
    return (
      <Pill tone="quiet">
        <span>
          Ended <Time at={ended} />
        </span>
      </Pill>
    )
  }
  if (counts || countsFrom === null) return <Pill tone="ok">Counts</Pill>
  return (
    <Pill tone="warn">
      <span>
        Counts from <Time at={countsFrom} />
      </span>
    </Pill>
  )
}

/** At which provider something is, for people with several accounts. */
export function AtProvider({ of: { accounts }, account }: { readonly of: DirectoryPerson; readonly account: string }) {
  const provider = accounts.find((one) => one.account === account)?.provider
  if (accounts.length < 2 || provider === undefined) return null
  return <small style={{ display: 'block' }}>{providerName(provider)}</small>
}

/** What has not ended first; then as it came. */
export function currentFirst<Thing extends Aged>(things: readonly Thing[]): readonly Thing[] {
  return things.toSorted((one, other) => Number(one.ended !== null) - Number(other.ended !== null))
}
