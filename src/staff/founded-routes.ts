/** HTTP: which organisations were founded beside the one that runs the installation, by whom and when. */
import { Type } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { Problem, type Route, route, staff } from '../http/index.ts'
import { loadStaff, profileOf, type StaffRoom } from './room.ts'

const Strict = { additionalProperties: false }
const Founded = Type.Object(
  {
    id: Type.String(),
    /** As it was called when it was founded: what it is called now is its own. */
    name: Type.String(),
    founded: Type.String(),
    by: Type.Array(Type.Object({ id: Type.String(), name: Type.Union([Type.String(), Type.Null()]) }, Strict)),
  },
  Strict,
)

export function foundedRoutes(room: StaffRoom): readonly Route[] {
  const { db } = room.ledger
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/founded',
      on: 'console',
      access: [staff(['administrator', 'auditor'])],
      summary: 'The organisations that were founded from here, oldest first.',
      params: Type.Object({ organisation: Type.String() }, Strict),
      answers: { 200: Type.Array(Founded) },
      async handle({ params }) {
        if (params.organisation !== db.organisation) throw notHome()
        const body = await db.transaction(async (tx) => {
          const { organisations } = await loadStaff(tx, room.ledger)
          const listed = []
          for (const [id, { name, founded, founders }] of organisations) {
            const by = []
            for (const founder of founders)
              by.push({ id: founder, name: (await profileOf(tx, room, founder))?.name ?? null })
            listed.push({ id, name, founded: formatInstant(founded), by })
          }
          return listed
        })
        return { status: 200, body }
      },
    }),
  ]
}

function notHome(): Problem {
  return new Problem({
    code: 'ERR_ORGANISATION_HOME',
    status: 409,
    title: 'Not here',
    detail: 'Organisations are founded at the one that runs this installation.',
    next: 'Open this page in that organisation.',
  })
}
