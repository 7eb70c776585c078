/** HTTP: what is missing after an older backup was put back, and the two people who say so. */
import Type from 'typebox'
import { callerAs, type Route, route, staff } from '../http/index.ts'
import { AssertionSchema } from './assertion.ts'
import type { EpochCeremony } from './epoch.ts'
import { orProblem } from './problems.ts'

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const Missing = Type.Object(
  {
    /** The ledger's name so far, and the one of the epoch that would follow. */
    follows: Type.String(),
    opens: Type.String(),
    /** Entries that are there, and those that are gone. */
    kept: Type.Integer(),
    missing: Type.Integer(),
  },
  Strict,
)
const ADMINISTRATORS = staff(['administrator'])

/** `ceremonyOf` gives the organisation's; `onOpened` is called once an epoch is open: the process has to start again. */
export function epochRoutes(
  ceremonyOf: (organisation: string) => EpochCeremony,
  onOpened: () => void,
): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/epoch',
      on: 'console',
      access: [ADMINISTRATORS],
      summary: 'What is missing in the ledger, where the database went back in time.',
      params: Organisation,
      answers: { 200: Type.Object({ lost: Type.Union([Missing, Type.Null()]) }, Strict) },
      async handle({ params }) {
        const { lost } = ceremonyOf(params.organisation)
        if (lost === undefined) return { status: 200, body: { lost: null } }
        const { origin: follows, next: opens, size: kept, missing } = lost
        return { status: 200, body: { lost: { follows, opens, kept, missing } } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/epoch/begin',
      on: 'console',
      access: [ADMINISTRATORS],
      summary: 'Gives what a passkey has to sign to open a new epoch.',
      params: Organisation,
      answers: { 200: Type.Object({ options: Type.Object({}, { additionalProperties: true }) }, Strict) },
      async handle(call) {
        const moment = { by: callerAs(call, 'staff').id, now: call.now }
        const options = orProblem(await ceremonyOf(call.params.organisation).begin(moment))
        return { status: 200, body: { options: options as object } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/epoch',
      on: 'console',
      access: [ADMINISTRATORS],
      summary: 'One person’s word that this is what happened; with the second person’s, the epoch is open.',
      params: Organisation,
      body: Type.Object({ assertion: AssertionSchema }, Strict),
      answers: { 200: Type.Object({ opened: Type.Boolean() }, Strict) },
      async handle(call) {
        const moment = { by: callerAs(call, 'staff').id, now: call.now }
        const { opened } = orProblem(await ceremonyOf(call.params.organisation).decide(call.body.assertion, moment))
        if (opened) onOpened()
        return { status: 200, body: { opened } }
      },
    }),
  ]
}
