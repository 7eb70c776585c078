/** Recovery policies over HTTP, with a keeper that judges for itself how many people it takes. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import { presets } from '../src/policy/index.ts'
import { type Deciders, decidersOf } from './deciders.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { NOON } from './staff-office.ts'

const NIST = presets().find(({ id }) => id === 'nist-63b-4')!.yaml
const STRICTER = NIST.replaceAll('wait: 72h', 'wait: 74h')

interface Shown {
  readonly policy: { readonly name: string; readonly version: string; readonly since: string | null }
  readonly versions: readonly { readonly version: string; readonly name: string }[]
  readonly presets: readonly { readonly id: string }[]
}

let house: SampleHouse
let deciders: Deciders
let path: string
before(async () => {
  let time = NOON
  const clock = () => (time += 1)
  house = await startHouse({ place: await embedded.newPlace(), keys: join(temporaryFolder(), 'keys'), clock })
  path = `/organisations/${house.house.home.organisation}/policy`
  deciders = await decidersOf(house, clock)
})
after(() => house.stop())

async function shown(): Promise<Shown> {
  const answer = await deciders.asAda.get(path)
  assert.equal(answer.status, 200)
  return (await answer.json()) as Shown
}

it('given a new server, then a preset is in force that nobody activated, and there are three to begin with', async () => {
  const { policy, versions, presets } = await shown()
  assert.deepEqual([policy.name, policy.since, versions.length], ['NIST SP 800-63B-4', null, 1])
  assert.deepEqual(
    presets.map(({ id }) => id),
    ['high-assurance', 'nist-63b-4', 'small-business'],
  )
})

it('given a policy with a mistake, then the lint tells the place, and it does not come into force', async () => {
  const yaml = NIST.replace('[saved-code, password]', '[saved-code, mothers-maiden-name]')
  const answer = await deciders.asAda.post(`${path}/lint`, { yaml })
  const { findings, policy } = (await answer.json()) as { findings: { code: string; line: number }[]; policy: null }
  assert.deepEqual(
    [findings.map(({ code, line }) => [code, line]), policy],
    [[['ERR_POLICY_SECURITY_QUESTION', 14]], null],
  )
  const decided = await deciders.decide('policy-activated', { yaml })
  const { code, detail } = (await decided.json()) as { code: string; detail: string }
  assert.equal(code, 'ERR_POLICY_SECURITY_QUESTION')
  assert.match(detail, /^Line 14, column 27: /)
})

it('given a stricter policy, then one person puts it into force; back to the milder one takes two', async () => {
  const { asAda, decide } = deciders
  const before = (await shown()).policy.version
  const changes = path.replace('policy', 'changes')
  const begun = async (yaml: string) => {
    const answer = await asAda.post(`${changes}/begin`, { kind: 'policy-activated', data: { yaml } })
    return ((await answer.json()) as { weakens: boolean }).weakens
  }
  assert.equal(await begun(STRICTER), false)
  assert.equal((await decide('policy-activated', { yaml: STRICTER })).status, 200)
  assert.equal(await begun(NIST), true)
  assert.equal((await decide('policy-activated', { yaml: NIST })).status, 200)
  const { policy, versions } = await shown()
  assert.deepEqual([policy.version, versions.length], [before, 2])
  const old = await asAda.get(`${path}/versions/${versions[1]!.version}`)
  assert.equal(((await old.json()) as { yaml: string }).yaml, STRICTER)
  assert.equal((await asAda.get(`${path}/versions/${'0'.repeat(64)}`)).status, 404)
  assert.equal(house.house.home.ledger.held(), undefined)
})
