/**
 * Where an attack comes from, and whether anybody else is at home there. An office, a carrier or a VPN's exit is never refused:
 * that would lock out many for one (RED TEAM R29, R49).
 */
import ipaddr from 'ipaddr.js'
import { sql } from 'kysely'
import { DEFAULTS } from '../base/defaults.ts'
import type { Finding } from '../diagnosis/index.ts'
import type { EmergencyAccount } from '../remedies/index.ts'
import { accountOf, readKept, type SignIn } from '../signin/index.ts'
import { type OrganisationTransaction, signInsOfAccounts } from '../store/index.ts'

/** Addresses from which a finding's rows came and its person never got in before it, at most a few. */
export async function attackSources(tx: OrganisationTransaction, finding: Finding): Promise<readonly string[]> {
  if (finding.address !== undefined) return isPublic(finding.address) ? [finding.address] : []
  const start = Date.parse(finding.start)
  const rows = await signInsOf(tx, finding, start - DEFAULTS.response.atHomeMs, Date.parse(finding.end) + 1)
  const events = new Set(finding.evidence.map(({ event }) => event))
  const home = new Set(rows.filter(({ complete, time }) => complete && time < start).map(({ ip }) => ip))
  const from = new Set(rows.filter(({ id, ip }) => events.has(id) && !home.has(ip)).map(({ ip }) => ip))
  return [...from].filter(isPublic).slice(0, DEFAULTS.response.sourcesMax)
}

/** Where nobody comes from by the internet. */
const OWN_RANGES = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
  'multicast',
])

/** One address, no network in words, and none of an organisation's own networks. */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && !OWN_RANGES.has(ipaddr.process(address).range())
}

/** A finding does not say the tenant: it is one of those that the sources deliver, or none. */
async function signInsOf(
  tx: OrganisationTransaction,
  { provider, account = '', person: name = '' }: Finding,
  from: number,
  until: number,
): Promise<readonly SignIn[]> {
  const sources = await tx.selectFrom('sources').select('tenant').distinct().execute()
  const accounts = ['', ...sources.map(({ tenant }) => tenant)].map((tenant) =>
    accountOf({ provider, tenant, account, name, known: true }),
  )
  return (await signInsOfAccounts(tx, accounts, from, until)).map(({ row }) => readKept(row))
}

/**
 * Whether others get in from an address, by the newest sign-ins that are kept: several people, or one emergency account. Only
 * what was before the attack counts, lest it counts itself.
 */
export async function isShared(
  tx: OrganisationTransaction,
  address: string,
  before: number,
  emergency: readonly EmergencyAccount[],
): Promise<boolean> {
  const { rows } = await sql<{ row: string }>`
    select s.row from sign_ins s join (
      select day, batch from (
        select day, batch, sum(row_count) over (order by position desc) - row_count as newer from sign_in_batches
      ) counted where newer < ${DEFAULTS.response.rowsLookedAtMax}
    ) newest on s.day = newest.day and s.batch = newest.batch
    where strpos(s.row, ${JSON.stringify(address)}) > 0`.execute(tx)
  const inside = rows
    .map(({ row }) => readKept(row))
    .filter(({ ip, complete, time }) => ip === address && complete && time < before)
  const people = new Set(inside.map(({ provider, account, name }) => `${provider}:${account || name}`))
  return (
    people.size >= DEFAULTS.travel.sharedByPeopleMin ||
    emergency.some(({ provider, account }) => people.has(`${provider}:${account}`))
  )
}
