/** What a front that was taken over could have signed as a policy: the keeper judges by itself how many people it takes. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CHANGE } from '../src/approvals/index.ts'
import { confirming, proposing } from '../src/approvals/intents.ts'
import { DEFAULTS } from '../src/base/defaults.ts'
import { type Decision, type Draft, leafHash, storedPlace } from '../src/ledger/index.ts'
import { lintPolicy, presets } from '../src/policy/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { embedded } from './engines.ts'
import { type KeptLedger, newKeptLedger } from './kept-ledger.ts'
import { NOON } from './staff-office.ts'

type Drafts = readonly Partial<Draft>[]

const NIST = presets().find(({ id }) => id === 'nist-63b-4')!.yaml
/** The preset of NIST is in force until there is another. */
const STRICTER = NIST.replaceAll('wait: 72h', 'wait: 74h')
const MILDER = presets().find(({ id }) => id === 'small-business')!.yaml

function versionOf(yaml: string): string {
  const linted = lintPolicy(yaml)
  assert.ok('policy' in linted)
  return linted.policy.version
}

describe('a front that was taken over, and policies', () => {
  let store: Store
  let kept: KeptLedger
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
    kept = await newKeptLedger(store)
  })
  after(async () => {
    await kept.close()
    await store.close()
  })

  let number = 0
  /** A change that one or two people decided, and the policy that is said to come of it, in the order in which a server writes it. */
  function activating(yaml: string, people: 1 | 2, says: Partial<Draft['data']> = {}): Drafts {
    const { ada, bo, organisation, now: at } = kept
    const change = `p${++number}`
    const data = { yaml }
    const judged = { weakens: people === 2, stands: 'A'.repeat(43) }
    const kind = 'policy-activated'
    const said = { at, change, kind, by: ada.id, data, ...judged, until: at + DEFAULTS.approvals.changeMs }
    const proposed = CHANGE.evolve(undefined, { type: 'change-proposed', data: said })!
    const words: Decision[] = [kept.decides(ada, proposing(organisation, { kind, data }, judged))]
    if (people === 2) words.push(kept.decides(bo, confirming(organisation, proposed)))
    const [stream, last] = [`change/${change}`, `staff/${people === 2 ? bo.id : ada.id}`]
    const end = { stream, actor: last, decisions: [words.at(-1)!] }
    const policy = { at, version: versionOf(yaml), yaml, ...says }
    return [
      { type: 'change-proposed', stream, actor: `staff/${ada.id}`, data: said, decisions: [words[0]!] },
      { type: kind, stream: 'organisation/policy', actor: last, data: policy, decisions: words },
      ...(people === 2 ? [{ ...end, type: 'change-confirmed', data: { at, change, by: bo.id } }] : []),
      { ...end, type: 'change-applied', data: { at, change } },
    ]
  }

  /** Has them signed for nothing: the code of why not, or of why nothing is built upon them. */
  async function refusal(drafts: Drafts): Promise<unknown> {
    const { origin, seq } = (await storedPlace(kept.ledger.db))!
    const answer = await kept.sign(drafts)
    if (typeof answer === 'string') return answer
    const { entries } = answer as { readonly entries: readonly string[] }
    const previous = Buffer.from(leafHash(Buffer.from(entries.at(-1)!))).toString('base64')
    return await kept.sign([{}], { place: { origin, seq: seq + entries.length, previous } })
  }

  /** Writes them, and builds upon them. */
  async function holds(drafts: Drafts): Promise<void> {
    await kept.append(...drafts)
    await kept.append({})
  }

  it('puts another one into force than was decided, under another version, or one with a mistake: refused', async () => {
    const other = { yaml: STRICTER, version: versionOf(STRICTER) }
    assert.equal(await refusal(activating(MILDER, 2, other)), 'ERR_KEEPER_UNDECIDED')
    assert.equal(await refusal(activating(MILDER, 2, { version: '0'.repeat(64) })), 'ERR_KEEPER_RULE')
    assert.equal(await refusal(activating(MILDER, 2, { yaml: 'name: 1' })), 'ERR_KEEPER_RULE')
  })

  it('puts one into force with nobody’s word: refused', async () => {
    const policy = { at: kept.now, version: versionOf(STRICTER), yaml: STRICTER }
    const draft = { type: 'policy-activated', stream: 'organisation/policy', actor: 'system/policy', data: policy }
    assert.equal(await refusal([draft]), 'ERR_KEEPER_DECISION')
  })

  it('puts a milder one into force with one person’s word: refused', async () => {
    assert.equal(await refusal(activating(MILDER, 1)), 'ERR_KEEPER_UNDECIDED')
    await holds(activating(STRICTER, 1))
    await holds(activating(MILDER, 2))
    // It is shown what is in force by now, and compares with that.
    await kept.append(...activating(NIST, 1))
    await assert.rejects(kept.append({}), { code: 'ERR_KEEPER_UNDECIDED' })
  })
})
