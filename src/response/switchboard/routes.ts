/** HTTP: the switchboard for days on which everybody is locked out. */
import Type from 'typebox'
import { formatInstant } from '../../base/time.ts'
import { type Access, machine, Nothing, Problem, type Route, route, staff } from '../../http/index.ts'
import type { OrganisationTransaction, Store } from '../../store/index.ts'
import { addCaller, type Caller, callersOf, loadTroubles, noteTold } from './callers.ts'
import { textsOf, titleOf } from './text.ts'

export interface SwitchboardOptions {
  readonly store: Pick<Store, 'in'>
  /** 16 bytes each time. */
  readonly newId: () => string
  /** The organisation's time zone, as an IANA name. */
  zoneOf(tx: OrganisationTransaction): Promise<string>
}

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const Id = Type.String({ minLength: 1, maxLength: 64 })
const OfTrouble = Type.Object({ organisation: Type.String(), trouble: Id }, Strict)
const OfCaller = Type.Object({ organisation: Type.String(), trouble: Id, caller: Id }, Strict)
const MaybeTime = Type.Union([Type.String(), Type.Null()])

const ShownCaller = Type.Object(
  {
    id: Type.String(),
    label: Type.String(),
    contact: Type.Union([Type.String(), Type.Null()]),
    at: Type.String(),
    told: MaybeTime,
    why: Type.String(),
  },
  Strict,
)

const Line = Type.String()
const ShownTrouble = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['outage', 'policy-block', 'mass-lockout']),
    title: Type.String(),
    since: Type.String(),
    ended: MaybeTime,
    people: Type.Integer(),
    text: Type.Object({ portal: Line, agent: Line, ticket: Line, chat: Line, voice: Line }, Strict),
    callers: Type.Array(ShownCaller),
    /** Those who called about it and have something else. */
    separate: Type.Array(ShownCaller),
    /** Once it works: ids of callers who are still to be told. */
    toTell: Type.Array(Type.String()),
  },
  Strict,
)

const DESK: Access = [staff(['agent', 'approver', 'analyst', 'administrator'])]
/** The voice menu and the page of the desk read the texts as programs do. */
const READERS: Access = [
  staff(['agent', 'approver', 'analyst', 'administrator', 'auditor']),
  machine('switchboard:read'),
]

export function switchboardRoutes({ store, newId, zoneOf }: SwitchboardOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/switchboard',
      on: 'console',
      access: READERS,
      summary: 'What keeps everybody out, what to tell people, and who called.',
      params: Organisation,
      answers: { 200: Type.Array(ShownTrouble) },
      async handle({ params, now, caller }) {
        const body = await store.in(params.organisation).transaction(async (tx) => {
          const zone = await zoneOf(tx)
          const shown = []
          for (const trouble of await loadTroubles(tx, now)) {
            // Programs read the texts; who called is between people.
            const callers = caller.who === 'staff' ? await callersOf(tx, trouble.id) : []
            const ours = callers.filter(({ belongs }) => belongs)
            shown.push({
              id: trouble.id,
              kind: trouble.kind,
              title: titleOf(trouble),
              since: formatInstant(trouble.since),
              ended: trouble.ended === undefined ? null : formatInstant(trouble.ended),
              people: trouble.peopleCount,
              text: textsOf(trouble, now, zone),
              callers: ours.map(shownCaller),
              separate: callers.filter(({ belongs }) => !belongs).map(shownCaller),
              toTell: trouble.ended === undefined ? [] : ours.filter(({ told }) => told === null).map(({ id }) => id),
            })
          }
          return shown
        })
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/switchboard/:trouble/callers',
      on: 'console',
      access: DESK,
      summary: 'Enters somebody who called, and says whether they have this trouble or one of their own.',
      params: OfTrouble,
      body: Type.Object(
        {
          /** The user name, as the log writes it. */
          label: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
          contact: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        },
        Strict,
      ),
      answers: { 200: Type.Object({ caller: Type.String(), belongs: Type.Boolean(), why: Type.String() }, Strict) },
      async handle({ params, body, now }) {
        const { label, contact = null } = body
        const caller = await store.in(params.organisation).transaction(async (tx) => {
          const trouble = (await loadTroubles(tx, now)).find(({ id }) => id === params.trouble)
          if (trouble === undefined) throw unknownTrouble()
          return await addCaller(tx, trouble, { id: newId(), label: label.trim(), contact, called: now })
        })
        if (caller === undefined) throw tooMany()
        return { status: 200, body: { caller: caller.id, belongs: caller.belongs, why: caller.why } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/switchboard/:trouble/callers/:caller/told',
      on: 'console',
      access: DESK,
      summary: 'Notes that somebody was told that it works.',
      params: OfCaller,
      answers: { 204: Nothing },
      async handle({ params, now }) {
        const { organisation, trouble, caller } = params
        const wasWaiting = await store.in(organisation).transaction((tx) => noteTold(tx, trouble, caller, now))
        if (!wasWaiting) throw unknownCaller()
        return { status: 204 }
      },
    }),
  ]
}

function shownCaller({ id, label, contact, called, told, why }: Caller) {
  return { id, label, contact, at: formatInstant(called), told: told === null ? null : formatInstant(told), why }
}

function unknownTrouble(): Problem {
  return new Problem({
    code: 'ERR_TROUBLE_UNKNOWN',
    status: 404,
    title: 'No such trouble',
    detail: 'It is over for a while, or it turned out to be none.',
    next: 'Load the switchboard again, and look at the person by themselves.',
  })
}

function unknownCaller(): Problem {
  return new Problem({
    code: 'ERR_CALLER_UNKNOWN',
    status: 404,
    title: 'Nobody waits here',
    detail: 'There is no such caller, or they were told already.',
    next: 'Load the switchboard again.',
  })
}

function tooMany(): Problem {
  return new Problem({
    code: 'ERR_CALLERS_TOO_MANY',
    status: 409,
    title: 'Too many callers',
    detail: 'As many callers are entered as one trouble can have.',
    next: 'Give people the text; the portal and the voice menu have it, too.',
  })
}
