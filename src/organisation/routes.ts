/** HTTP: an organisation's settings to read. Changing one goes through approvals/. */
import Type from 'typebox'
import { type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { settingsOf } from './settings.ts'

const Strict = { additionalProperties: false }

export interface OrganisationRoutesOptions {
  readonly store: Pick<Store, 'in'>
  /** The organisation that runs this installation. */
  readonly home: string
  /** Why nothing is written in the organisation's ledger; undefined while all is well. */
  heldOf(organisation: string): string | undefined
}

export function organisationRoutes({ store, home, heldOf }: OrganisationRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/settings',
      on: 'console',
      access: [staff(STAFF_ROLES)],
      summary:
        'The organisation’s name, for how many days sign-ins are kept, its time zone, and why its ledger is held.',
      params: Type.Object({ organisation: Type.String() }, Strict),
      answers: {
        200: Type.Object(
          {
            name: Type.String(),
            keptDays: Type.Integer(),
            zone: Type.String(),
            /** It runs this installation: others are founded here. */
            home: Type.Boolean(),
            /** Null while all is well. */
            held: Type.Union([Type.String(), Type.Null()]),
          },
          Strict,
        ),
      },
      async handle({ params }) {
        const { organisation } = params
        const settings = await store.in(organisation).transaction(settingsOf)
        return { status: 200, body: { ...settings, home: organisation === home, held: heldOf(organisation) ?? null } }
      },
    }),
  ]
}
