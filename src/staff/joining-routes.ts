/** HTTP: coming in, by the code from the terminal or by both halves that two colleagues tell. */
import { Type } from 'typebox'
import { anyone, type Route, route } from '../http/index.ts'
import { beginJoining, join, type Ticket } from './joining.ts'
import { orProblem } from './problems.ts'
import { type Registration, RegistrationSchema } from './registration.ts'
import { ProfileSchema, type StaffRoom } from './room.ts'
import { CeremonyOptions } from './session-routes.ts'

const Strict = { additionalProperties: false }
const Code = Type.String({ minLength: 1, maxLength: 100 })
const Pair = Type.Unsafe<readonly [Registration, Registration]>(
  Type.Array(RegistrationSchema, { minItems: 2, maxItems: 2 }),
)

const founder = { code: Code, ...ProfileSchema.properties }
const colleague = {
  proposal: Type.String({ minLength: 1, maxLength: 64 }),
  codes: Type.Unsafe<readonly [string, string]>(Type.Array(Code, { minItems: 2, maxItems: 2 })),
}

const Options = Type.Object({ options: Type.Array(CeremonyOptions) }, Strict)
const Joined = Type.Object({ member: Type.String() }, Strict)

const MINUTES_10 = 10 * 60_000
/** Codes have 120 bits, so this is for the log's sake and the processor's: people mistype a few times. */
const FEW = { count: 10, perMs: MINUTES_10 }

type Founder = { readonly code: string; readonly name: string; readonly email: string }
type Colleague = { readonly proposal: string; readonly codes: readonly [string, string] }

const founderTicket = ({ code, name, email }: Founder): Ticket => ({ kind: 'founder', code, profile: { name, email } })
const colleagueTicket = ({ proposal, codes }: Colleague): Ticket => ({ kind: 'colleague', proposal, codes })
/** Besides the address: whoever changes theirs has no more tries at one invitation. */
const perProposal = ({ body }: { readonly body: Colleague }) => ({ key: `join ${body.proposal}`, rate: FEW })

export function joiningRoutes(room: StaffRoom): readonly Route[] {
  async function begin(ticket: Ticket, now: number) {
    const { options } = orProblem(await beginJoining(room, ticket, now))
    return { status: 200, body: { options: [...options] } } as const
  }

  async function finish(ticket: Ticket, registrations: readonly [Registration, Registration], now: number) {
    const { member } = orProblem(await join(room, ticket, registrations, now))
    return { status: 200, body: { member } } as const
  }

  return [
    route({
      method: 'POST',
      path: '/set-up/begin',
      on: 'console',
      access: anyone('the first two people come in by a code that only the terminal or the first of them showed'),
      summary: 'Gives what a browser asks two new passkeys for, the first days only.',
      body: Type.Object(founder, Strict),
      rates: { perAddress: FEW },
      answers: { 200: Options },
      handle: async ({ body, now }) => await begin(founderTicket(body), now),
    }),
    route({
      method: 'POST',
      path: '/set-up',
      on: 'console',
      access: anyone('the first two people come in by a code that only the terminal or the first of them showed'),
      summary: 'Comes in as the first or the second person, with two passkeys.',
      body: Type.Object({ ...founder, registrations: Pair }, Strict),
      rates: { perAddress: FEW },
      answers: { 200: Joined },
      handle: async ({ body, now }) => await finish(founderTicket(body), body.registrations, now),
    }),
    route({
      method: 'POST',
      path: '/join/begin',
      on: 'console',
      access: anyone('who is invited or recovered shows both halves of a code'),
      summary: 'Gives what a browser asks two new passkeys for, to whoever has both halves of the code.',
      body: Type.Object(colleague, Strict),
      rates: { perAddress: FEW, perSubject: perProposal },
      answers: { 200: Options },
      handle: async ({ body, now }) => await begin(colleagueTicket(body), now),
    }),
    route({
      method: 'POST',
      path: '/join',
      on: 'console',
      access: anyone('who is invited or recovered shows both halves of a code'),
      summary: 'Comes in, or back, with two new passkeys. They count after 72 hours.',
      body: Type.Object({ ...colleague, registrations: Pair }, Strict),
      rates: { perAddress: FEW, perSubject: perProposal },
      answers: { 200: Joined },
      handle: async ({ body, now }) => await finish(colleagueTicket(body), body.registrations, now),
    }),
  ]
}
