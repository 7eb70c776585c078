/** What a passkey signs. Each can be made again from the ledger alone. */
import type { Intent } from '../staff/index.ts'
import type { Change } from './change.ts'
import { digestOf, type Judged, type Wanted } from './kinds.ts'

/** With how it was shown to whoever proposes it: whether it weakens, and what it replaces. */
export function proposing(organisation: string, { kind, data }: Wanted, { weakens, stands }: Judged): Intent {
  return { organisation, action: 'change/propose', about: { kind, data }, evidence: digestOf({ weakens, stands }) }
}

/** With the digest of what was proposed, and by whom. */
export function confirming(organisation: string, change: Change): Intent {
  const { id, kind, data, by, stands, proposed, until } = change
  const evidence = digestOf({ by, kind, data, stands, proposed, until })
  return { organisation, action: 'change/confirm', about: { change: id, kind, data }, evidence }
}
