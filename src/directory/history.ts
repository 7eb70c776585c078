/** What happened to a person, and who did it: the ledger's entries about them, their accounts and the imports that brought these. */
import { type Entry, lastOfStream, memberOfActor, sentenceOf } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { streamOfFreeze } from './freeze.ts'
import { streamOfImport } from './import.ts'
import { streamOfLink } from './link.ts'
import { streamOfPerson } from './tier.ts'
import { streamOfTrusted } from './trusted.ts'
import { DIRECTORY_SENTENCES } from './words.ts'

export interface Happening {
  readonly entry: number
  /** UTC, with milliseconds. */
  readonly time: string
  readonly type: string
  readonly actor: string
  /** Members whose passkeys decided it, and who did it where nobody had to. */
  readonly by: readonly string[]
  readonly text: string
}

const PER_STREAM_MAX = 200
const SHOWN_MAX = 500

/** Newest first, at most 500. */
export async function historyOf(
  tx: OrganisationTransaction,
  person: string,
  accounts: readonly string[],
): Promise<readonly Happening[]> {
  const own = [person, ...accounts]
  const streams = [
    ...[streamOfPerson, streamOfFreeze, streamOfTrusted].map((of) => of(person)),
    ...[...new Set(own)].map(streamOfLink),
    ...(await importsOf(tx, accounts)).map(streamOfImport),
  ]
  const entries: Entry[] = []
  for (const stream of streams) entries.push(...(await lastOfStream(tx, stream, PER_STREAM_MAX)))
  for (const account of await partedFrom(tx, person)) {
    const said = await lastOfStream(tx, streamOfLink(account), PER_STREAM_MAX)
    // What was decided about it since is somebody else's history.
    entries.push(...said.filter(({ data }) => data.person === person))
  }
  return entries
    .sort((one, other) => other.seq - one.seq)
    .slice(0, SHOWN_MAX)
    .map(happening)
}

/** Keys of the accounts that two people said are not this person's; at most 200. */
async function partedFrom(tx: OrganisationTransaction, person: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('directory_apart')
    .select('account')
    .where('person', '=', person)
    .limit(PER_STREAM_MAX)
    .execute()
  return rows.map(({ account }) => Buffer.from(account).toString('hex'))
}

/** Imports that changed something of these accounts. */
async function importsOf(tx: OrganisationTransaction, accounts: readonly string[]): Promise<readonly string[]> {
  if (accounts.length === 0) return []
  const rows = await tx
    .selectFrom('directory_values')
    .select('source')
    .distinct()
    .where(
      'account',
      'in',
      accounts.map((account) => Buffer.from(account, 'hex')),
    )
    .execute()
  return rows.map(({ source }) => source)
}

function happening(entry: Entry): Happening {
  const { seq, time, type, actor, decisions = [] } = entry
  const member = memberOfActor(actor)
  const by = decisions.length > 0 ? decisions.map(({ staff }) => staff) : member === undefined ? [] : [member]
  return { entry: seq, time, type, actor, by, text: sentenceOf(entry, DIRECTORY_SENTENCES, (id) => id) }
}
