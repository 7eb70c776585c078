/** For tests: an organisation with an open ledger, and rows of Okta's about Ana. */
import { randomUUID } from 'node:crypto'
import { formatInstant } from '../base/time.ts'
import { localSealer, openLedger, type Sealer, type SignerKey, signerFrom } from '../ledger/index.ts'
import type { OrganisationStore, Store } from '../store/index.ts'

export const NOON = Date.UTC(2026, 1, 23, 12)
export const MINUTE_MS = 60_000

/** Keys that are the same for the same organisation. */
function keysOf(organisation: string): {
  readonly origin: string
  readonly entry: SignerKey
  readonly checkpoint: SignerKey
} {
  const origin = `postern.example/${organisation}`
  return {
    origin,
    entry: signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1)),
    checkpoint: signerFrom(origin, 'ed25519', Buffer.alloc(32, 2)),
  }
}

export interface SampleOrganisation {
  readonly db: OrganisationStore
  readonly sealer: Sealer
  /** Of its ledger. */
  readonly origin: string
}

/** One that `newOrganisation` made. */
export function sampleOrganisation(store: Store, organisation: string): SampleOrganisation {
  const { origin, entry } = keysOf(organisation)
  return { db: store.in(organisation), sealer: localSealer(entry), origin }
}

export async function newOrganisation(store: Store): Promise<SampleOrganisation> {
  const made = sampleOrganisation(store, randomUUID())
  const { entry, checkpoint } = keysOf(made.db.organisation)
  await made.db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Northwind', created: NOON }).execute()
    const keys = { entryKey: entry.verifier.text, checkpointKey: checkpoint.verifier.text }
    const opening = { origin: made.origin, kind: store.kind, ...keys, time: formatInstant(NOON) }
    await openLedger(tx, opening, made.sealer)
  })
  return made
}

/** Ana refuses Okta's prompt, so many minutes after noon. */
export function refusal(minute: number, id = `refusal-${minute}`): object {
  return {
    actor: { id: '00uana', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' },
    client: { userAgent: { rawUserAgent: 'curl/8' }, ipAddress: '203.0.113.9' },
    authenticationContext: { rootSessionId: `session-${minute}` },
    eventType: 'user.mfa.okta_verify.deny_push',
    outcome: { result: 'FAILURE', reason: 'DENY' },
    published: formatInstant(NOON + minute * MINUTE_MS),
    securityContext: { asNumber: 64_500, isProxy: false },
    debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
    transaction: { type: 'WEB', id: `transaction-${minute}` },
    uuid: id,
    target: [],
  }
}

/** Her code is refused. */
export function wrongCode(minute: number): object {
  return {
    ...refusal(minute, `wrong-code-${minute}`),
    eventType: 'user.authentication.auth_via_mfa',
    outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
    debugContext: { debugData: { factor: 'GOOGLE_AUTH' } },
  }
}

/** She approves a prompt. */
export function approval(minute: number): object {
  const event = { eventType: 'user.authentication.auth_via_mfa', outcome: { result: 'SUCCESS' } }
  return { ...refusal(minute, `approval-${minute}`), ...event }
}

/** She gets in. */
export function entry(minute: number): object {
  return { ...refusal(minute, `entry-${minute}`), eventType: 'user.session.start', outcome: { result: 'SUCCESS' } }
}

/** NDJSON. */
export const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
