/**
 * The one way in which a command becomes facts: load, fold, decide, project, append, enqueue, in one transaction. A room
 * brings a Decider, which is pure, and says what its views and its effects are.
 */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { appendEntries } from './append.ts'
import {
  type Decision,
  type Draft,
  type Entry,
  entrySignatureHolds,
  readEntry,
  type Sealed,
  type Sealer,
} from './entry.ts'
import type { EntryType } from './entry-type.ts'
import { isOriginAt, type KeyRing, keyFor } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import { type CommittedValue, commitValue, type EncryptionKey, type Random } from './personal.ts'
import { keepValues } from './personal-values.ts'
import { type EntryRow, entriesOfStream, entriesOfStreams } from './rows.ts'

/** The types of a stream's facts, by their names. */
export type FactTypes = Readonly<Record<string, Pick<EntryType<never>, 'write'> & { read(written: Entry): unknown }>>

/** One of these facts, in its newest version: what is folded. */
export type FactOf<Types extends FactTypes> = {
  [Name in keyof Types & string]: { readonly type: Name; readonly data: ReturnType<Types[Name]['read']> }
}[keyof Types & string]

/** A fact as it is decided: it may bring personal values, by name, which stay outside the entry. `evolve` never sees them. */
export type Said<Fact> = Fact & { readonly personal?: Readonly<Record<string, unknown>> }

export interface Decided<Fact> {
  /** What is now so. A refusal that matters to security is a fact as well. */
  readonly facts: readonly Said<Fact>[]
  /** Why the command is refused, by a stable code; facts may still say that it was tried. */
  readonly refused?: { readonly code: string; readonly message: string }
}

/** Pure: no clock, no chance, no I/O. Times and ids come in with the command. */
export interface Decider<Types extends FactTypes, State, Command> {
  readonly types: Types
  readonly initial: State
  evolve(state: State, fact: FactOf<Types>): State
  decide(state: State, command: Command): Decided<FactOf<Types>>
}

/** One organisation's ledger, to write to. */
export interface Ledger {
  readonly db: OrganisationStore
  readonly sealer: Sealer
  /** The keys that count, as this process knows them from following the chain: never as the database says. */
  keyRing(): KeyRing
  readonly random: Random
}

export interface Request<Command> {
  /** `case/01J9…`. */
  readonly stream: string
  readonly command: Command
  /** Who asks: `staff/…`, `person/…`. */
  readonly actor: string
  /** UTC, with milliseconds. */
  readonly time: string
  /** The passkeys' assertions, where humans decided. They go with every fact of the command. */
  readonly decisions?: readonly Decision[]
  /** Whose personal values the facts bring, if they do: the key that encrypts them. */
  readonly person?: EncryptionKey
}

export interface Effects<Fact, State = unknown> {
  /** Before anything is read: the row whose lock orders this subject's commands. */
  lock?(tx: OrganisationTransaction): Promise<void>
  /** Views that change with the facts; `state` is after them. */
  project?(tx: OrganisationTransaction, facts: readonly Fact[], state: State): Promise<void>
  /** What is owed for the entries; inserts only, since the head is locked by now. */
  enqueue?(tx: OrganisationTransaction, entries: readonly Sealed[]): Promise<void>
}

export interface Handled<State> {
  readonly state: State
  readonly entries: readonly Sealed[]
  readonly refused: Decided<never>['refused'] | undefined
}

/**
 * Carries out a command in a transaction of its own. Throws ERR_LEDGER_FORGED, with the entry's number, where the stream
 * holds what no key of ours has signed for its place; ERR_LEDGER_TYPE_UNKNOWN for a fact that the Decider does not know;
 * and what the store throws.
 */
export async function handle<Types extends FactTypes, State, Command>(
  ledger: Ledger,
  request: Request<Command>,
  decider: Decider<Types, State, Command>,
  effects: Effects<FactOf<Types>, NoInfer<State>> = {},
): Promise<Handled<State>> {
  return await ledger.db.transaction((tx) => handleIn(tx, ledger, request, decider, effects))
}

/** The same as the last part of a transaction that has more to do: the head stays locked until that ends. */
export async function handleIn<Types extends FactTypes, State, Command>(
  tx: OrganisationTransaction,
  ledger: Omit<Ledger, 'db'>,
  request: Request<Command>,
  decider: Decider<Types, State, Command>,
  effects: Effects<FactOf<Types>, NoInfer<State>> = {},
): Promise<Handled<State>> {
  await effects.lock?.(tx)
  const before = folded(await entriesOfStream(tx, request.stream), request.stream, ledger, decider)

  const { facts, refused } = decider.decide(before, request.command)
  const state = facts.reduce((state, fact) => decider.evolve(state, fact), before)
  if (facts.length > 0) await effects.project?.(tx, facts, state)
  const values = facts.map(({ personal }) => committed(personal, request.person, ledger.random))
  const drafts = facts.map((fact, index) => draftOf(decider.types, fact, values[index] ?? {}, request))
  const entries = await appendEntries(tx, drafts, ledger.sealer)
  for (const [index, { entry }] of entries.entries()) await keepValues(tx, entry.seq, values[index] ?? {})
  if (entries.length > 0) await effects.enqueue?.(tx, entries)
  return { state, entries, refused }
}

/** What a stream's entries come to, each checked to be ours: whoever acts on a state takes it from here, not from a view. */
export async function loadState<Types extends FactTypes, State>(
  tx: OrganisationTransaction,
  ledger: Pick<Ledger, 'keyRing'>,
  stream: string,
  decider: Fold<Types, State>,
): Promise<State> {
  return folded(await entriesOfStream(tx, stream), stream, ledger, decider)
}

/** The same of many streams at once, by stream; of one without entries it is the beginning. */
export async function loadStates<Types extends FactTypes, State>(
  tx: OrganisationTransaction,
  ledger: Pick<Ledger, 'keyRing'>,
  streams: readonly string[],
  decider: Fold<Types, State>,
): Promise<ReadonlyMap<string, State>> {
  const rows = Map.groupBy(await entriesOfStreams(tx, streams), ({ stream }) => stream)
  return new Map(streams.map((stream) => [stream, folded(rows.get(stream) ?? [], stream, ledger, decider)]))
}

type Fold<Types extends FactTypes, State> = Pick<Decider<Types, State, never>, 'types' | 'initial' | 'evolve'>

function folded<Types extends FactTypes, State>(
  rows: readonly EntryRow[],
  stream: string,
  { keyRing }: Pick<Ledger, 'keyRing'>,
  { types, initial, evolve }: Fold<Types, State>,
): State {
  const past = rows.map((row) => genuine(row, stream, keyRing()))
  return past.reduce<State>((state, entry) => evolve(state, factOf(types, entry)), initial)
}

/** The entry of a row, if one of our keys has signed it for this number and this stream (R43). */
function genuine(row: EntryRow, stream: string, ring: KeyRing): Entry {
  const { entry } = readEntry(row.bytes)
  const key = keyFor(ring.entries, entry.key, row.seq)
  const isInPlace = entry.seq === row.seq && entry.stream === stream && key !== undefined
  if (isInPlace && isOriginAt(ring, entry.origin, row.seq) && entrySignatureHolds(entry, key)) return entry
  const message = `Entry ${row.seq} was not written by Postern. Nothing is done on its ground; verify the ledger.`
  throw new LedgerError('ERR_LEDGER_FORGED', message)
}

function factOf<Types extends FactTypes>(types: Types, entry: Entry): FactOf<Types> {
  const type = Object.hasOwn(types, entry.type) ? types[entry.type] : undefined
  if (type === undefined) {
    throw new LedgerError(
      'ERR_LEDGER_TYPE_UNKNOWN',
      `Entry ${entry.seq} is of a type that ${entry.stream} does not have.`,
    )
  }
  return { type: entry.type, data: type.read(entry) } as FactOf<Types>
}

type Values = Readonly<Record<string, CommittedValue>>

function committed(personal: Said<object>['personal'] = {}, person: EncryptionKey | undefined, random: Random): Values {
  const values = Object.entries(personal)
  if (values.length === 0) return {}
  if (person === undefined) {
    throw new LedgerError(
      'ERR_LEDGER_KEY_INVALID',
      'A fact brings personal values, and the request names no person’s key.',
    )
  }
  return Object.fromEntries(values.map(([name, value]) => [name, commitValue(value, person, random)]))
}

function draftOf<Types extends FactTypes>(
  types: Types,
  fact: FactOf<Types>,
  values: Values,
  { stream, actor, time, decisions }: Request<unknown>,
): Draft {
  const written = (types[fact.type] as EntryType<unknown>).write(fact.data)
  const commitments = Object.fromEntries(Object.entries(values).map(([name, { commitment }]) => [name, commitment]))
  return {
    ...written,
    stream,
    actor,
    time,
    ...(Object.keys(commitments).length === 0 ? {} : { commitments }),
    ...(decisions === undefined ? {} : { decisions: [...decisions] }),
  }
}
