/** HTTP: who works here, and what members of staff do about staff. */
import { Type } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { callerAs, member, type Route, route, type Scope } from '../http/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { ActSchema, GrantSchema } from './act-schema.ts'
import { act, beginAct, beginAddingPasskey } from './acts.ts'
import { AssertionSchema } from './assertion.ts'
import { orProblem } from './problems.ts'
import { loadStaff, profileOf, type StaffRoom } from './room.ts'
import { CeremonyOptions } from './session-routes.ts'
import type { HeldPasskey, Member, Proposal } from './staff.ts'

const Strict = { additionalProperties: false }
const OrNull = (text = Type.String()) => Type.Union([text, Type.Null()])
/** ISO 8601; null for what does not count before something else has happened. */
const Instant = OrNull()

const People = Type.Object(
  {
    members: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: OrNull(),
          email: OrNull(),
          standing: Type.Enum(['member', 'suspended', 'removed']),
          grants: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                role: Type.String(),
                scope: Type.Unsafe<Scope>({ type: 'object', additionalProperties: true }),
                countsFrom: Instant,
              },
              Strict,
            ),
          ),
          passkeys: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                added: Type.String(),
                countsFrom: Instant,
                /** Until a recovery replaces it; null while nothing does. */
                countsUntil: Instant,
                /** The authenticator's AAGUID; null where it does not say. */
                model: OrNull(),
                backedUp: Type.Boolean(),
                lastUsed: Instant,
              },
              Strict,
            ),
          ),
          /** Of the identity provider, as tokens. */
          identities: Type.Array(Type.Object({ identity: Type.String(), countsFrom: Instant }, Strict)),
        },
        Strict,
      ),
    ),
    /** Those that can still be confirmed, used or stopped. */
    proposals: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          kind: Type.Enum(['invitation', 'role', 'recovery', 'reinstatement']),
          by: Type.String(),
          subject: Type.String(),
          /** Of who is invited and is no member yet. */
          name: OrNull(),
          email: OrNull(),
          grants: Type.Array(GrantSchema),
          confirmedBy: OrNull(),
          /** A recovery whose new passkeys wait to count. */
          used: Type.Boolean(),
          until: Type.String(),
        },
        Strict,
      ),
    ),
  },
  Strict,
)

export function peopleRoutes(room: StaffRoom): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/staff',
      on: 'console',
      access: [member()],
      summary:
        'Who works here, as far as the caller’s roles reach; what counts for each from when, and what is proposed.',
      answers: { 200: People },
      async handle(call) {
        const { id, grants } = callerAs(call, 'staff')
        const organisations = grants.flatMap(({ scope }) => scope.organisations)
        const body = await room.ledger.db.transaction((tx) => peopleIn(tx, room, call.now, { id, organisations }))
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/staff/acts/begin',
      on: 'console',
      access: [member()],
      summary: 'Gives what a browser asks a passkey for, so that it signs this act and no other.',
      body: Type.Object({ act: ActSchema }, Strict),
      answers: { 200: Type.Object({ options: CeremonyOptions }, Strict) },
      async handle(call) {
        const { id: by } = callerAs(call, 'staff')
        return { status: 200, body: { options: await beginAct(room, call.body.act, { by, now: call.now }) } }
      },
    }),
    route({
      method: 'POST',
      path: '/staff/acts',
      on: 'console',
      access: [member()],
      summary: 'Carries an act about staff out. Whether the member’s role allows it is judged by the ledger.',
      body: Type.Object({ act: ActSchema, assertion: AssertionSchema }, Strict),
      // A refusal can be an entry of the ledger, too.
      rates: { perCaller: { count: 30, perMs: 60_000 } },
      answers: { 200: Type.Object({ code: Type.Optional(Type.String()) }, Strict) },
      async handle(call) {
        const { id: by } = callerAs(call, 'staff')
        const { code } = orProblem(await act(room, call.body.act, call.body.assertion, { by, now: call.now }))
        return { status: 200, body: code === undefined ? {} : { code } }
      },
    }),
    route({
      method: 'POST',
      path: '/staff/passkeys/begin',
      on: 'console',
      access: [member()],
      summary: 'Gives what a browser asks one more passkey of one’s own for; the act add-passkey brings its answer.',
      answers: { 200: CeremonyOptions },
      async handle(call) {
        const { id: by } = callerAs(call, 'staff')
        return { status: 200, body: await beginAddingPasskey(room, { by, now: call.now }) }
      },
    }),
  ]
}

interface Looking {
  readonly id: string
  readonly organisations: readonly string[]
}

/**
 * Those who run this installation see all of its staff; others whoever has a role where they have one, and themselves (DESIGN
 * §3 rule 25).
 */
async function peopleIn(tx: OrganisationTransaction, room: StaffRoom, now: number, { id, organisations }: Looking) {
  const staff = await loadStaff(tx, room.ledger)
  const runsThis = organisations.includes(room.ledger.db.organisation)
  const isNear = (one: string, grants: readonly Pick<Member['grants'][number], 'scope'>[]): boolean =>
    runsThis ||
    one === id ||
    grants.some(({ scope }) => scope.organisations.some((organisation) => organisations.includes(organisation)))
  const used = await tx.selectFrom('staff_passkeys').select(['id', 'backed_up', 'last_used']).execute()
  const uses = new Map(used.map((row) => [row.id, row]))
  const members = []
  for (const one of staff.members.values())
    if (isNear(one.id, one.grants)) members.push({ ...(await labels(tx, room, one.id)), ...shown(one, uses, now) })
  const proposals = []
  for (const one of staff.proposals.values()) {
    const held = staff.members.get(one.subject)?.grants ?? []
    if (now <= one.until && isNear(one.subject, [...one.grants, ...held]))
      proposals.push({ ...(await labels(tx, room, one.subject)), ...shownProposal(one) })
  }
  return { members, proposals }
}

async function labels(tx: OrganisationTransaction, room: StaffRoom, id: string) {
  const profile = await profileOf(tx, room, id)
  return { name: profile?.name ?? null, email: profile?.email ?? null }
}

type Uses = ReadonlyMap<string, { readonly backed_up: boolean; readonly last_used: number | null }>

function shown({ id, standing, grants, passkeys, identities }: Member, uses: Uses, now: number) {
  return {
    id,
    standing,
    grants: grants.map(({ id, role, scope, countsFrom }) => ({ id, role, scope, countsFrom: instant(countsFrom) })),
    passkeys: passkeys
      .filter(({ countsUntil }) => countsUntil === undefined || now < countsUntil)
      .map((passkey) => shownPasskey(passkey, uses)),
    identities: identities.map(({ identity, countsFrom }) => ({ identity, countsFrom: instant(countsFrom) })),
  }
}

const NO_MODEL = '00000000-0000-0000-0000-000000000000'

function shownPasskey({ id, added, countsFrom, countsUntil, aaguid }: HeldPasskey, uses: Uses) {
  const use = uses.get(id)
  return {
    id,
    added: formatInstant(added),
    countsFrom: instant(countsFrom),
    countsUntil: countsUntil === undefined ? null : instant(countsUntil),
    model: aaguid === NO_MODEL ? null : aaguid,
    backedUp: use?.backed_up ?? false,
    lastUsed: use?.last_used == null ? null : formatInstant(use.last_used),
  }
}

function shownProposal({ id, kind, by, subject, grants, confirmedBy, isUsed, until }: Proposal) {
  const told = { id, kind, by, subject, grants, confirmedBy: confirmedBy ?? null, used: isUsed }
  return { ...told, until: formatInstant(until) }
}

/** Null beyond what a date can say: there what is meant is "not yet". */
function instant(time: number): string | null {
  return time > 8.64e15 ? null : formatInstant(time)
}
