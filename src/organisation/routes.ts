/** HTTP: an organisation's settings to read. Changing one goes through approvals/. */
import Type from 'typebox'
import { type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { settingsOf } from './settings.ts'

const Strict = { additionalProperties: false }

export function organisationRoutes({ store }: { readonly store: Pick<Store, 'in'> }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/settings',
      on: 'console',
      access: [staff(STAFF_ROLES)],
      summary: 'The organisation’s name, for how many days sign-ins are kept, and its time zone.',
      params: Type.Object({ organisation: Type.String() }, Strict),
      answers: {
        200: Type.Object({ name: Type.String(), keptDays: Type.Integer(), zone: Type.String() }, Strict),
      },
      async handle({ params }) {
        return { status: 200, body: await store.in(params.organisation).transaction(settingsOf) }
      },
    }),
  ]
}
