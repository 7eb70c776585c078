/** The stub's answers about imports: one of each standing, and what somebody sends to it. */

import { type Asked, type Handler, NotThere } from './asked.ts'
import { ANA } from './people-settings-answers.ts'
import type { Sample } from './sample.ts'

/** Ids of imports by how they stand. */
export const IMPORTS = {
  clean: '10000000000000000000000000000000',
  faulty: '20000000000000000000000000000000',
  waiting: '30000000000000000000000000000000',
  stale: '40000000000000000000000000000000',
  done: '50000000000000000000000000000000',
} as const

/** What is begun here is always this one. */
export const SENT = '60000000000000000000000000000000'

const STATE = {
  parts: 1,
  lines: 2_418,
  problems: 0,
  whole: true,
  applied: null as number | null,
  contacts: 0,
  asked: false,
}
const OUTCOMES = { new: 31, known: 2_384, linked: 1, recreated: 1, doubt: 1 }
const NOTHING = { new: 0, known: 0, linked: 0, recreated: 0, doubt: 0 }

const FAULTS = [
  [88, 'ERR_IMPORT_VALUE', 'mobile takes a number as +491701234567, or nothing.'],
  [88, 'ERR_IMPORT_VALUE', 'email takes one address, or nothing.'],
  [1_204, 'ERR_IMPORT_DUPLICATE', 'This account stands in an earlier line already.'],
  [
    104_771,
    'ERR_IMPORT_VALUE',
    'tier takes one of standard, sensitive, privileged, or nothing; emergency accounts are entered in the registry.',
  ],
] as const

export function importAnswers({ ago }: Sample): Readonly<Record<string, Handler>> {
  const done = Date.parse(ago(3_000))
  const known: Record<string, ReturnType<typeof preview>> = {
    [IMPORTS.clean]: preview(IMPORTS.clean, {}),
    [IMPORTS.faulty]: preview(IMPORTS.faulty, { lines: 104_900, problems: FAULTS.length, parts: 2 }),
    [IMPORTS.waiting]: preview(IMPORTS.waiting, {}),
    [IMPORTS.stale]: preview(IMPORTS.stale, { isStale: true }),
    [IMPORTS.done]: preview(IMPORTS.done, { applied: done, contacts: 4_120, joined: JOINED.slice(-1) }),
  }
  const base = '/organisations/:organisation/directory/imports'
  const find = ({ params }: Asked) => {
    const found = known[params.import ?? '']
    if (found === undefined) throw new NotThere()
    return found
  }
  return {
    'GET /organisations/:organisation/directory/listings': () => [
      { provider: 'entra', tenant: 'northwind.example.com' },
    ],
    [`GET ${base}`]: () =>
      Object.values(known).map((one, index) => ({
        ...stateOf(one),
        begun: Date.parse(ago(15 + index * 700)),
        by: 'staff/tom',
      })),
    [`GET ${base}/:import`]: find,
    [`POST ${base}`]: () => {
      known[SENT] = preview(SENT, { lines: 0, outcomes: NOTHING, joined: [] })
      return { import: SENT }
    },
    [`POST ${base}/:import/parts/:part`]: (asked) => {
      const before = find(asked)
      const text = new TextDecoder().decode(asked.body as unknown as Uint8Array)
      const lines = before.lines + text.trimEnd().split('\n').length - 1
      const sent = { ...before, parts: Number(asked.params.part), lines, outcomes: { ...NOTHING, new: lines } }
      known[SENT] = sent
      return stateOf(sent)
    },
    [`POST ${base}/:import/listing`]: (asked) => stateOf(find(asked)),
    [`DELETE ${base}/:import`]: (asked) => {
      delete known[find(asked).id]
      return undefined
    },
  }
}

function preview(id: string, but: object) {
  const faulty = 'problems' in but
  return {
    id,
    ...STATE,
    outcomes: OUTCOMES as Readonly<Record<keyof typeof OUTCOMES, number>>,
    isStale: false,
    replaced: 17,
    faults: faulty ? FAULTS.map(([line, code, message]) => ({ part: 1, line, code, message })) : [],
    joined: JOINED,
    ...but,
  }
}

function stateOf({ id, parts, lines, problems, whole, applied, contacts, asked }: ReturnType<typeof preview>) {
  return { id, parts, lines, problems, whole, applied, contacts, asked }
}

const LINE = { part: 1, person: ANA, personLabel: 'ana.silva@northwind.example.com' }
const JOINED = [
  { ...LINE, line: 12, outcome: 'linked', account: '0'.repeat(32), provider: 'okta', label: 'ana.silva', why: null },
  {
    ...LINE,
    line: 44,
    outcome: 'recreated',
    account: '1'.repeat(32),
    provider: 'entra',
    label: 'ana.silva@northwind.example.com',
    why: null,
  },
  {
    ...LINE,
    line: 1_310,
    outcome: 'doubt',
    account: '2'.repeat(32),
    provider: 'entra',
    label: '<img src=x>\u202e@northwind.example.com',
    why: 'somebody had this name here, and the employee number is new',
  },
]
