/**
 * What must hold of responses whatever happens, in whatever order (DESIGN §3, rules 8 and 18): random findings, people,
 * pauses, faults and clocks, against the real store and the recording provider; judged by the ledger and by what the
 * provider was made to do.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { embedded } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { holdsAsync, mustFailAsync } from '../../test/property.ts'
import type { Finding } from '../diagnosis/index.ts'
import { sortOf } from '../providers/index.ts'
import type { Fault } from '../providers/recording/index.ts'
import { openStore, type Store } from '../store/index.ts'
import type { ResponseCommand } from './decide.ts'
import { pause } from './pause.ts'
import { fatigueOf, newSampleRoom, playbookYaml, type SampleRoom } from './sample-room.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const ACCOUNTS = ['ana', 'ben', 'cem', 'dan', 'em001']
const LIMIT = 2
const STEPS = [
  'notify',
  'refuse-source: { for: 1 hour }',
  'end-sessions',
  'add-to-high-risk-group',
  'suspend: { approval: needed }',
]

type Move =
  | { readonly do: 'tell'; readonly account: string; readonly address: boolean }
  | { readonly do: 'withdraw' | 'approve' | 'decline' | 'undo'; readonly which: number }
  | { readonly do: 'work'; readonly fault: Fault | undefined }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'pause' | 'expire' | 'report' | 'act' }

const which = fc.nat(20)
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('tell' as const),
        account: fc.constantFrom(...ACCOUNTS),
        address: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('approve' as const, 'decline' as const, 'undo' as const), which }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('work' as const),
        fault: fc.constantFrom<Fault | undefined>(
          undefined,
          undefined,
          'down',
          'refused',
          'silent-before',
          'silent-after',
          { lag: 2 },
        ),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(90) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('pause' as const, 'expire' as const, 'report' as const, 'act' as const),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
)

describe('responses, whatever happens', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function play(story: readonly Move[], registered = ['em001']): Promise<SampleRoom> {
    const sample = await newSampleRoom(store)
    sample.emergency.push(...registered.map((account) => ({ provider: 'okta' as const, account })))
    await sample.set('test', playbookYaml(STEPS, { limit: LIMIT }))
    const told: Finding[] = []
    for (const move of story) await make(sample, told, move)
    for (let round = 0; round < 8; round++) await sample.work()
    return sample
  }

  async function make(sample: SampleRoom, told: Finding[], move: Move): Promise<void> {
    sample.now += 1
    switch (move.do) {
      case 'tell': {
        const finding = fatigueOf(move.account, sample.now, move.address ? { address: '203.0.113.9' } : {})
        told.push(finding)
        sample.provider.set(move.account, { oldestSession: sample.now })
        return await sample.tell(finding)
      }
      case 'withdraw': {
        const finding = told[move.which % Math.max(1, told.length)]
        return finding === undefined ? undefined : await sample.withdraw(finding.id)
      }
      case 'approve':
      case 'decline':
      case 'undo': {
        const responses = await sample.responses()
        const response = responses[move.which % Math.max(1, responses.length)]
        if (response !== undefined) await sample.say(response.id, said(move.do, sample.now))
        return
      }
      case 'work':
        if (move.fault !== undefined) sample.provider.failNext(move.fault)
        await sample.work()
        return
      case 'wait':
        sample.now += move.minutes * MINUTE_MS
        return
      case 'pause':
        return await sample.room.ledger.db.transaction((tx) =>
          pause(tx, sample.room, { by: 'staff/ben', reason: 'Enough.' }),
        )
      case 'expire':
        return await sample.expire()
      default:
        return await sample.set(
          'test',
          playbookYaml(STEPS, { limit: LIMIT, mode: move.do === 'report' ? 'report-only for 1 day' : 'active' }),
        )
    }
  }

  const property = (check: (sample: SampleRoom) => Promise<void>, registered?: string[]) =>
    fc.asyncProperty(moves, async (story) => check(await play(story, registered)))

  interface Started {
    readonly seq: number
    readonly stream: string
    readonly at: number
    readonly data: Readonly<Record<string, unknown>>
  }
  const startsOf = async (sample: SampleRoom): Promise<readonly Started[]> =>
    (await sample.entries())
      .filter(({ type }) => type === 'remedy-started')
      .map(({ seq, stream, data }) => ({ seq, stream, at: Number((data as { at: number }).at), data }))

  const neverEmergency = async (sample: SampleRoom): Promise<void> => {
    assert.ok(sample.provider.made.every((change) => !('account' in change) || change.account !== 'em001'))
  }

  const neverMoreThan =
    (limit: number) =>
    async (sample: SampleRoom): Promise<void> => {
      const touching = (await startsOf(sample)).filter(
        ({ data }) => data.automatic === true && data.sort === 'taking' && data.verb !== 'refuse-source',
      )
      for (const { at } of touching) {
        const within = touching.filter((other) => other.at > at - HOUR_MS && other.at <= at)
        assert.ok(new Set(within.map(({ data }) => data.target)).size <= limit)
      }
    }

  async function reportOnlyNeverActs(sample: SampleRoom): Promise<void> {
    const opened = (await sample.entries()).filter(({ type }) => type === 'response-opened')
    const reporting = opened.filter(({ data }) => (data as { as: string }).as === 'report')
    const streams = new Set(reporting.map(({ stream }) => stream))
    assert.ok((await startsOf(sample)).every(({ data }) => !streams.has(String(data.authority))))
  }

  async function everyChangeHasFacts(sample: SampleRoom): Promise<void> {
    const entries = await sample.entries()
    const starts = await startsOf(sample)
    for (const stream of new Set(starts.map((one) => one.stream))) {
      const types = entries.filter((entry) => entry.stream === stream).map(({ type }) => type)
      const ends = types.flatMap((type, index) => (type === 'remedy-ended' ? [index] : []))
      assert.deepEqual([types[0], ends], ['remedy-started', [types.length - 1]])
    }
    const begun = new Set(starts.map(({ stream }) => stream.slice('remedy/'.length)))
    assert.ok(sample.provider.keys.every((key) => begun.has(key)))
  }

  async function givesOnlyByApproval(sample: SampleRoom): Promise<void> {
    const entries = await sample.entries()
    for (const { seq, data } of await startsOf(sample)) {
      if (sortOf(String(data.verb)) !== 'giving') continue
      const approvals = entries.filter(({ type, stream }) => type === 'undo-approved' && stream === data.authority)
      assert.equal(data.automatic, false)
      assert.ok(approvals.some((approval) => approval.seq < seq))
    }
  }

  /** What was begun before is not begun by a further try. */
  function begunAfter(starts: readonly Started[], seq: number): readonly Started[] {
    const before = new Set(starts.filter((one) => one.seq < seq).map(({ stream }) => stream))
    return starts.filter((one) => one.seq > seq && !before.has(one.stream))
  }

  async function withdrawnBeginsNothing(sample: SampleRoom): Promise<void> {
    const starts = await startsOf(sample)
    for (const { type, stream, seq } of await sample.entries()) {
      if (type !== 'response-withdrawn') continue
      const later = begunAfter(starts, seq).filter(({ data }) => data.authority === stream)
      assert.ok(later.every(({ data }) => sortOf(String(data.verb)) === 'giving'))
    }
  }

  async function pausedBeginsNothing(sample: SampleRoom): Promise<void> {
    const paused = (await sample.entries()).find(({ type }) => type === 'playbooks-paused')
    if (paused === undefined) return
    assert.ok(begunAfter(await startsOf(sample), paused.seq).every(({ data }) => data.automatic === false))
  }

  it('never an emergency account, never more people an hour than the limit, never in report-only, each change between facts, nothing given back without a person, nothing begun once withdrawn or paused', () =>
    holdsAsync(
      property(async (sample) => {
        await neverEmergency(sample)
        await neverMoreThan(LIMIT)(sample)
        await reportOnlyNeverActs(sample)
        await everyChangeHasFacts(sample)
        await givesOnlyByApproval(sample)
        await withdrawnBeginsNothing(sample)
        await pausedBeginsNothing(sample)
      }),
      40,
    ))
  it('and a registry that nobody reads is noticed', () => mustFailAsync(property(neverEmergency, []), 25))
  it('and a limit that is one too high is noticed', () => mustFailAsync(property(neverMoreThan(LIMIT - 1)), 25))
})

function said(what: 'approve' | 'decline' | 'undo', at: number): ResponseCommand {
  return what === 'undo' ? { do: what, at, by: 'ada', people: [] } : { do: what, at, by: 'ada' }
}
