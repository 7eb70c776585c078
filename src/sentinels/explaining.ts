/**
 * Parts findings about changes at providers into those that something of ours explains and those that are told (DESIGN §3 rule
 * 19). What explains is a remedy that the ledger intended, or an automation that two people declared; the name of our credential
 * explains nothing. Emergency accounts are covered by neither.
 *
 * A row is in the log only after its remedy was noted, and the rows are taken before the ledger is asked: so nothing of ours is
 * told for a moment, and after a restart the same comes out.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import type { OpenFinding, SeenChange } from '../detection/index.ts'
import { type DirectoryRoom, groupsOfAccount, keyOfAccount, tierOfMentioned } from '../directory/index.ts'
import { type Ledger, loadState } from '../ledger/index.ts'
import { settingsOf } from '../organisation/index.ts'
import type { Surroundings } from '../profile/index.ts'
import { explains, type LoggedChange, readIntentions } from '../remedies/index.ts'
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { AUTOMATIONS, AUTOMATIONS_STREAM, type Automations } from './automation.ts'
import { coverageOf, isOfAutomation, type Whom } from './covers.ts'
import { eventOf, forgetChanges, type Noted, notedOutcomes, type Outcome, writeOutcomes } from './seen-changes.ts'
import { unexplained } from './unexplained.ts'

/** What this room's edge works with. main.ts fills it in, for one organisation. */
export interface SentinelRoom {
  readonly ledger: Ledger
  /** 32 bytes of the organisation's, kept outside the database: by it remedies name people. */
  readonly tokenKey: Uint8Array
  readonly directory: DirectoryRoom
  /** As which the provider's log names our own credentials there. None: no row is taken for a remedy's. */
  ownNames(provider: string): readonly string[]
  /** Milliseconds. */
  readonly clock: () => number
}

/** Findings of one look at the log, and who people are by it. */
export interface Look {
  readonly findings: readonly OpenFinding[]
  readonly surroundings: Pick<Surroundings, 'person'>
}

export interface Explaining {
  /** Another server may have noted something since: what is noted is read again. */
  readAgain(): void
  /**
   * The findings of each look, without those all of whose changes are explained. The first look is at all rows: what it finds
   * out of them `write` notes.
   */
  part(looks: readonly Look[]): Promise<readonly (readonly OpenFinding[])[]>
  /** Whether a change was made under the name of a credential of ours. */
  isOurs(who: Pick<SeenChange, 'provider' | 'actor'>): boolean
  /** Something was found out that is not noted. */
  readonly isDue: boolean
  write(tx: OrganisationTransaction): Promise<void>
  /** After the commit. */
  written(): void
}

/** Of one organisation; `db` is its store. One call at a time. */
export function createExplaining(db: OrganisationStore, room: SentinelRoom): Explaining {
  const token = keyedToken(room.tokenKey)
  const intentions = readIntentions(room.ledger)
  /** What each row came to: of our own credential's by the ledger of now, of others' when it was first seen. */
  let outcomes = new WeakMap<SeenChange, Outcome>()
  let noted: Map<string, Outcome> | undefined
  const unwritten = new Map<string, Noted>()

  const isOwn: Explaining['isOurs'] = ({ provider, actor }) =>
    actor !== '' && room.ownNames(provider).some((name) => name.toLowerCase() === actor.toLowerCase())

  function settle(change: SeenChange, outcome: Outcome): void {
    outcomes.set(change, outcome)
    note(change, outcome)
  }

  function note(change: SeenChange, outcome: Outcome): void {
    const event = eventOf(change)
    const before = noted!.get(event)
    if (before?.explained === outcome.explained && before.note === outcome.note) return
    noted!.set(event, outcome)
    unwritten.set(event, { change, ...outcome })
  }

  async function settleOwn(tx: OrganisationTransaction, { changes, surroundings, isAll }: Seen): Promise<void> {
    const rows = changes.filter(isOwn).map((change) => ({ change, row: loggedAs(change, surroundings) }))
    const targets = rows.flatMap(({ row: { target } }) => target ?? [])
    const intended = targets.length === 0 ? [] : await intentions.about(tx, targets)
    const explained = explains(
      rows.map(({ row }) => row),
      intended,
    )
    for (const { change, row } of rows) {
      const remedy = explained.get(row)?.remedy
      const outcome = { explained: remedy === undefined ? null : `remedy/${remedy}`, note: '' }
      outcomes.set(change, outcome)
      if (isAll) note(change, outcome)
    }
  }

  /** An emergency account's has no target that a remedy could have. */
  function loggedAs(
    { id, time, provider, account, person, change }: SeenChange,
    who: Seen['surroundings'],
  ): LoggedChange {
    const isCovered = account !== '' && who.person(person)?.emergency !== true
    const target = isCovered ? token('person', `${provider}:${account}`) : undefined
    return { id, time, provider, target, change }
  }

  async function settleOthers(tx: OrganisationTransaction, fresh: readonly SeenChange[], who: Seen['surroundings']) {
    const automations = await loadAutomations(tx, room)
    const { zone } = await settingsOf(tx)
    for (const change of fresh) {
      const before = noted!.get(eventOf(change))
      const isEmergency = who.person(change.person)?.emergency === true
      if (before !== undefined && !isEmergency) outcomes.set(change, before)
      else if (!isOfAutomation(change, automations)) settle(change, NOTHING)
      else {
        const coverage = coverageOf(change, automations, await whomOf(tx, room, change, who), zone)
        settle(
          change,
          coverage.automation === undefined
            ? { explained: null, note: coverage.note }
            : { explained: `automation/${coverage.automation}`, note: '' },
        )
      }
    }
  }

  return {
    readAgain() {
      outcomes = new WeakMap()
      noted = undefined
      unwritten.clear()
    },
    async part(looks) {
      const seen = looks.map(seenIn)
      const hasOwn = seen.some(({ changes }) => changes.some(isOwn))
      const hasFresh = seen.some(({ changes }) => changes.some((change) => !outcomes.has(change)))
      if (hasOwn || hasFresh) {
        await db.transaction(async (tx) => {
          noted ??= await notedOutcomes(tx)
          for (const one of seen) {
            await settleOwn(tx, one)
            const fresh = one.changes.filter((change) => !isOwn(change) && !outcomes.has(change))
            if (fresh.length > 0) await settleOthers(tx, fresh, one.surroundings)
          }
        })
      }
      return looks.map(({ findings }) => findings.flatMap((finding) => unexplained(finding, outcomes, isOwn) ?? []))
    },
    isOurs: isOwn,
    get isDue() {
      return unwritten.size > 0
    },
    async write(tx) {
      if (unwritten.size === 0) return
      await writeOutcomes(tx, unwritten.values())
      await forgetChanges(tx, room.clock() - DEFAULTS.sentinels.rememberMs)
    },
    written: () => unwritten.clear(),
  }
}

const NOTHING: Outcome = { explained: null, note: '' }

interface Seen {
  readonly changes: readonly SeenChange[]
  readonly surroundings: Look['surroundings']
  readonly isAll: boolean
}

function seenIn({ findings, surroundings }: Look, place: number): Seen {
  return { changes: findings.flatMap(({ changes = [] }) => changes), surroundings, isAll: place === 0 }
}

export async function loadAutomations(
  tx: OrganisationTransaction,
  { ledger }: Pick<SentinelRoom, 'ledger'>,
): Promise<Automations> {
  return await loadState(tx, ledger, AUTOMATIONS_STREAM, AUTOMATIONS)
}

async function whomOf(
  tx: OrganisationTransaction,
  { directory, clock }: SentinelRoom,
  { provider, tenant, account, person }: SeenChange,
  who: Look['surroundings'],
): Promise<Whom> {
  const known = who.person(person)
  const tier = await tierOfMentioned(tx, directory, { provider, account, label: known?.name ?? '' }, clock())
  return {
    emergency: known?.emergency === true,
    privileged: known?.privileged === true || tier === 'privileged',
    groups: account === '' ? [] : await groupsOfAccount(tx, keyOfAccount({ provider, tenant, id: account })),
  }
}
