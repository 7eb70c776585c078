/** The stub's answers about an organisation's settings, a held ledger, and heartbeats. */
import type { Handler, StubState } from './asked.ts'
import { REQUEST } from './ceremonies.ts'

const SETTINGS = { name: 'Northwind SA', keptDays: 90, zone: 'Europe/Lisbon' }
const WHY =
  'The database went back in time: it holds 88240 entries, and the signer remembers 88412. Put a newer backup back, or have two people open a new epoch (docs/operating.md).'
const LOST = {
  follows: 'postern.northwind.example/5a1f8e3c',
  opens: 'postern.northwind.example/5a1f8e3c/epoch-2',
  kept: 88_240,
  missing: 172,
}

export function organisationAnswers(state: StubState): Readonly<Record<string, Handler>> {
  return {
    'GET /organisations/:organisation/settings': ({ params }) => ({
      ...SETTINGS,
      home: params.organisation === 'northwind',
      held: state.held === undefined ? null : WHY,
    }),
    'GET /organisations/:organisation/founded': () => [
      {
        id: 'bakker',
        name: 'Bakker BV',
        founded: new Date(Date.now() - 41 * 86_400_000).toISOString(),
        by: [
          { id: 'priya', name: 'Priya Nair' },
          { id: 'tom', name: 'Tom Reyes' },
        ],
      },
    ],
    'GET /organisations/:organisation/epoch': () => ({ lost: state.held === undefined ? null : LOST }),
    'POST /organisations/:organisation/epoch/begin': () => ({ options: REQUEST }),
    'POST /organisations/:organisation/epoch': () => {
      if (state.held === undefined) return { opened: false }
      state.held.said++
      const isOpened = state.held.said >= 2
      if (isOpened) state.held = undefined
      return { opened: isOpened }
    },
    'POST /organisations/:organisation/channels/:channel/confirm': () => undefined,
  }
}
