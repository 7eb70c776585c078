/** What the routes of this room are given: the store, and what only rooms above know. */
import type { EncryptionKey, Entry, NameOf, Random, Sealer } from '../ledger/index.ts'
import type { Deciding } from '../staff/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { cardOf, type FindingTold, findingsForCard, type IncidentCard, membersIn } from './cards.ts'
import type { Carrying, Latest } from './command.ts'
import type { SetElapse } from './elapse-job.ts'
import type { Incident } from './incident.ts'

export interface IncidentReading {
  readonly store: Pick<Store, 'in'>
  /** Findings as they were told, and whom they are about. */
  findings(tx: OrganisationTransaction, ids: readonly string[]): Promise<readonly FindingTold[]>
  /** The name of a member of staff; undefined if there is none. Called outside of any transaction. */
  nameOf(member: string): Promise<string | undefined>
  /** What rooms above did about an incident; left out, nothing. */
  readonly actsAbout?: (tx: OrganisationTransaction, incident: string) => Promise<readonly Act[]>
}

/** Something done about an incident that stands in another stream of the ledger. */
export interface Act {
  readonly entry: Entry
  /** Who did it, where it was no member of staff. */
  readonly by: string
  say(nameOf: NameOf): string
}

type Masters = readonly [EncryptionKey, ...EncryptionKey[]]

export interface IncidentRoutesOptions extends IncidentReading {
  sealerOf(organisation: string): Sealer
  readonly deciding: Deciding
  /** The people that a member of staff may be in this organisation, as tokens of the organisation (tokens.ts). Outside of any transaction. */
  personOf(organisation: string, member: string): Promise<readonly string[]>
  /** By which what staff state is kept: the keys that encrypt people's keys, and a cryptographic generator. */
  readonly statements: { masters(): Masters; readonly random: Random }
  readonly setElapse?: SetElapse
  /** Findings of an organisation as they are now. Left out, what was held back is not written before somebody decides. */
  latestOf?(organisation: string): Latest
  /** Whom the facts are told: notify's `owe`. Left out, nobody. */
  readonly owe?: Carrying['owe']
  /** After the commit. */
  readonly onChanged?: (organisation: string, ids: readonly string[]) => void
}

/** Names of staff, each asked for once; whoever has none is called by the id. */
export async function namesOf(
  { nameOf }: Pick<IncidentReading, 'nameOf'>,
  members: readonly string[],
): Promise<(member: string) => string> {
  const names = new Map<string, string>()
  for (const member of new Set(members)) names.set(member, (await nameOf(member)) ?? member)
  return (member) => names.get(member) ?? member
}

/** In a transaction: incidents, and what their cards need of findings. */
export interface Loaded {
  readonly incidents: readonly Incident[]
  readonly told: ReadonlyMap<string, FindingTold>
}

export async function withFindings(
  tx: OrganisationTransaction,
  { findings }: Pick<IncidentReading, 'findings'>,
  incidents: readonly Incident[],
): Promise<Loaded> {
  const told = await findings(tx, incidents.flatMap(findingsForCard))
  return { incidents, told: new Map(told.map((finding) => [finding.id, finding])) }
}

/** After the transaction: the cards, with names. */
export async function cardsOf(
  reading: Pick<IncidentReading, 'nameOf'>,
  { incidents, told }: Loaded,
): Promise<IncidentCard[]> {
  const nameOf = await namesOf(reading, membersIn(incidents))
  return incidents.map((incident) => cardOf(incident, told, nameOf))
}
