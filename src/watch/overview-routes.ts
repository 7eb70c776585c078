/** HTTP: the overview. */
import Type from 'typebox'
import { type Route, route } from '../http/index.ts'
import { cardsOf, type IncidentReading } from '../incidents/index.ts'
import { overview } from './overview.ts'
import { OverviewAnswer } from './overview-answer.ts'
import { READERS } from './told-answer.ts'
import type { Watching } from './watching.ts'

export interface OverviewRoutesOptions extends IncidentReading {
  readonly watching: Pick<Watching, 'delayMs' | 'catchingUp'>
}

export function overviewRoutes(options: OverviewRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/overview',
      on: 'console',
      access: READERS,
      summary: 'What goes on now: attacks, what keeps people out, figures, and how late each source is.',
      params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
      answers: { 200: OverviewAnswer },
      async handle({ params: { organisation }, now }) {
        const { watching } = options
        const at = {
          now,
          judgingDelayMs: watching.delayMs(organisation),
          catchingUp: watching.catchingUp(organisation),
        }
        const { attacks, lockouts, figures, ...rest } = await options.store
          .in(organisation)
          .transaction((tx) => overview(tx, options, at))
        const { open, ...shown } = figures
        const cards = await cardsOf(options, attacks)
        return { status: 200, body: { ...rest, attacks: cards, lockouts: { open, list: lockouts }, figures: shown } }
      },
    }),
  ]
}
