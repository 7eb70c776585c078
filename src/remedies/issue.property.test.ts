/**
 * What must hold of passes and enrolments whatever happens (DESIGN §3 rule 9, §5): lost answers, limits, readings that lag,
 * processes that die before or after any call, stops, administrators who issue passes of their own.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { embedded } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { holdsAsync, mustFailAsync } from '../../test/property.ts'
import { type AccountState, type Issue, ProviderError } from '../providers/index.ts'
import type { Fault, RecordingProvider } from '../providers/recording/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { newSampleRoom, type SampleRoom } from './sample-room.ts'

const ACCOUNT = '00uana'
const VERBS = ['issue-pass', 'start-enrolment'] as const
/** Readings lag for nine at most. */
const ROUNDS_MAX = 12
const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  'down',
  'throttled',
  'broken',
  'silent-before',
  'silent-after',
  { lag: 2 },
  { lag: 9 },
]

interface Death {
  /** Counted over all calls to the provider. */
  readonly call: number
  readonly when: 'before' | 'after'
}
type Move =
  | {
      readonly do: 'issue'
      readonly verb: (typeof VERBS)[number]
      readonly fault: Fault | undefined
      readonly death: Death | null
    }
  | { readonly do: 'again'; readonly which: number }
  | { readonly do: 'stop' | 'allow' | 'administrator' }

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('issue' as const),
        verb: fc.constantFrom(...VERBS),
        fault: fc.constantFrom(...FAULTS),
        death: fc.option(fc.record({ call: fc.integer({ min: 1, max: 5 }), when: fc.constantFrom('before', 'after') })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(9) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'allow' as const, 'administrator' as const) }),
    },
  ),
  { minLength: 1, maxLength: 7 },
)

/** A mistake that is planted in the provider, to see that the property is one. */
type Planted = (provider: RecordingProvider) => void

describe('a secret from a provider, whatever happens', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  const property = (plant: Planted = () => {}) =>
    fc.asyncProperty(moves, async (story) => {
      const play = await newPlay(await newSampleRoom(store), plant)
      for (const move of story) await play.make(move)
      await play.settle()
      await play.check()
    })

  it('goes to the caller alone, is usable when it does, and none that nobody has stays usable', () =>
    holdsAsync(property(), 40))

  it('and a provider that says “nothing was done” when something was is noticed', () =>
    mustFailAsync(
      property((provider) => {
        const issue = provider.issue.bind(provider)
        provider.issue = (wanted, asking) =>
          issue(wanted, asking).catch((error: ProviderError) => {
            throw new ProviderError(error.code, error.message)
          })
      }),
      40,
    ))
})

async function newPlay(place: SampleRoom, plant: Planted) {
  const { provider } = place
  const orders = new Map<string, Issue>()
  const secrets: string[] = []
  /** Of passes that somebody has. */
  const held = new Set<string>()
  let handedEnrolment = false
  let death: Death | null = null
  let calls = 0
  plant(provider)
  for (const verb of ['read', 'change', 'issue'] as const) mortal(verb)

  function mortal(verb: 'read' | 'change' | 'issue'): void {
    const call = provider[verb].bind(provider) as (...given: readonly unknown[]) => Promise<unknown>
    Object.assign(provider, {
      async [verb](...given: readonly unknown[]) {
        calls += 1
        if (death?.when === 'before' && death.call === calls) throw new Error('the process died')
        const answer = await call(...given)
        if (death?.when === 'after' && death.call === calls) throw new Error('the process died')
        return answer
      },
    })
  }
  const stateNow = async () =>
    (await provider.read({ kind: 'account', account: ACCOUNT }, AbortSignal.timeout(60_000))) as AccountState

  async function run(id: string): Promise<void> {
    const change = orders.get(id) as Issue
    calls = 0
    const issued = await place.issue({ id, change }).catch((error: unknown) => {
      assert.ok(error instanceof Error)
      return undefined
    })
    death = null
    if (issued === undefined) return
    const { passes, enrolmentUntil } = await stateNow()
    assert.ok(issued.id === null ? enrolmentUntil !== null : passes.some(({ id }) => id === issued.id))
    secrets.push(issued.secret.take())
    if (issued.id === null) handedEnrolment = true
    else held.add(issued.id)
  }

  return {
    async make(move: Move): Promise<void> {
      switch (move.do) {
        case 'issue': {
          const id = `order-${orders.size}`
          orders.set(id, { verb: move.verb, account: ACCOUNT, forMs: 3_600_000 })
          if (move.fault !== undefined) provider.failNext(move.fault)
          death = move.death
          return await run(id)
        }
        case 'again': {
          const id = [...orders.keys()][move.which % Math.max(1, orders.size)]
          return id === undefined ? undefined : await run(id)
        }
        case 'administrator':
          held.add('of-an-administrator')
          return provider.set(ACCOUNT, { passes: [{ id: 'of-an-administrator', until: null }] })
        default:
          place.mayGoOn = move.do === 'allow'
      }
    },
    /** Every order that was left is run until it has its end, as its case would see to it. */
    async settle(): Promise<void> {
      for (const id of orders.keys()) {
        for (let round = 0; round < ROUNDS_MAX; round++) {
          await run(id)
          if ((await place.facts(id)).at(-1)?.type !== 'remedy-started') break
        }
      }
    },
    async check(): Promise<void> {
      const { passes, enrolmentUntil } = await stateNow()
      assert.ok(passes.length <= 1)
      for (const { id } of passes) assert.ok(held.has(id), `${id} is usable, and nobody has it`)
      assert.ok(enrolmentUntil === null || handedEnrolment, 'an enrolment is open, and nobody has its link')
      const written = await place.everything()
      for (const secret of secrets) assert.ok(!written.includes(secret))
      for (const id of orders.keys()) {
        const types = (await place.facts(id)).map(({ type }) => type)
        assert.ok(types.length === 0 || types.at(-1) !== 'remedy-started', `${id} was begun and has no end`)
      }
    },
  }
}
