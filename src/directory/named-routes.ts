/** HTTP: who approves in place of managers, which roles raise tiers, and accounts that may be somebody's. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Route, route } from '../http/index.ts'
import { settingsOf } from '../organisation/index.ts'
import { asked, NamedApprover } from './approvers.ts'
import { doubtsOf } from './links.ts'
import { loadApprovers, loadTierRules } from './named-people.ts'
import type { PeopleRoutesOptions } from './people-routes.ts'
import { AccountForm, Organisation, READERS, Strict, Text, TextOrNull } from './shapes.ts'
import { TierRule } from './tier-rules.ts'

const ApproverForm = Type.Object(
  { ...NamedApprover.properties, name: TextOrNull, deputyName: TextOrNull, countsFrom: Text, deputyFrom: Text },
  Strict,
)
const Approvers = Type.Object(
  {
    approvers: Type.Array(ApproverForm),
    /** IANA name of the zone that the hours are in. */
    zone: Text,
    /** Members who can be asked now. */
    askedNow: Type.Array(Text),
  },
  Strict,
)
const Doubt = Type.Object({ ...AccountForm, person: Text, personLabel: TextOrNull, why: Text, seen: Text }, Strict)

export function namedRoutes({ roomOf, nameOf }: PeopleRoutesOptions): readonly Route[] {
  const shared = { method: 'GET', on: 'console', access: READERS, params: Organisation } as const
  const path = '/organisations/:organisation/directory'
  return [
    route({
      ...shared,
      path: `${path}/approvers`,
      summary: 'Who approves where somebody has no manager who can: deputies, hours, and who can be asked now.',
      answers: { 200: Approvers },
      async handle({ params, now }) {
        const room = roomOf(params.organisation)
        const { named, zone } = await room.ledger.db.transaction(async (tx) => ({
          named: await loadApprovers(tx, room),
          zone: (await settingsOf(tx)).zone,
        }))
        const approvers = []
        for (const { countsFrom, deputyFrom, ...one } of named) {
          const name = (await nameOf(one.member)) ?? null
          const deputyName = (await nameOf(one.deputy)) ?? null
          const from = { countsFrom: formatInstant(countsFrom), deputyFrom: formatInstant(deputyFrom) }
          approvers.push({ ...one, name, deputyName, ...from })
        }
        return { status: 200, body: { approvers, zone, askedNow: [...asked(named, now, zone)] } }
      },
    }),
    route({
      ...shared,
      path: `${path}/tier-rules`,
      summary: 'Which roles and groups raise a person’s tier.',
      answers: { 200: Type.Array(TierRule) },
      async handle({ params }) {
        const room = roomOf(params.organisation)
        return { status: 200, body: [...(await room.ledger.db.transaction((tx) => loadTierRules(tx, room)))] }
      },
    }),
    route({
      ...shared,
      path: `${path}/doubts`,
      summary:
        'Accounts that may be somebody’s, and why nobody says so; two people decide. At most 1,000, the latest first.',
      answers: { 200: Type.Array(Doubt) },
      async handle({ params }) {
        const found = await roomOf(params.organisation).ledger.db.transaction(doubtsOf)
        return { status: 200, body: found.map((one) => ({ ...one, seen: formatInstant(one.seen) })) }
      },
    }),
  ]
}
