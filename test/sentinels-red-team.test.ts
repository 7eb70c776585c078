/**
 * R19, against the running server and a real small identity provider: somebody uses the provider's own console. From the row's
 * appearing in the vendor's log to the incident no clock but the vendor's delay and the reading of its log goes by.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { PASSWORD } from '../sandbox/sample-people.ts'
import { HOMES, type Play, startPlay } from '../sandbox/sample-play.ts'
import { newVisitor, type Visitor } from '../sandbox/visitor.ts'
import { formatInstant } from '../src/base/time.ts'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import { createSandboxProvider, type SandboxProvider } from '../src/providers/sandbox/index.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { type Browser, browserOf, foundersOf, type Human, tokenOf } from './staff-office.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** The vendor's: so long a row is not to be read. */
const VENDOR_MS = 3 * MINUTE_MS
/** How often the log is read. */
const READ_MS = MINUTE_MS

// biome-ignore lint/suspicious/noExplicitAny: answers of an API, looked into by their members.
type Json = any
type Options = Parameters<Human['keys'][0]['assert']>[0]

describe('the provider’s own console is used instead (R19)', () => {
  let play: Play
  let provider: SandboxProvider
  let house: SampleHouse
  let source: string
  let people: { readonly ada: Human; readonly bo: Human }
  let cursor: string | undefined = 'start'
  before(async () => {
    play = await startPlay()
    play.sandbox.world.settings.logDelayMs = VENDOR_MS
    provider = createSandboxProvider({ issuer: play.sandbox.issuer, token: play.apiToken, kind: 'demo' })
    const ownNames = (_: string, name: string) => (name === 'sandbox' ? ['API'] : [])
    house = await startHouse({
      place: await embedded.newPlace(),
      keys: join(temporaryFolder(), 'keys'),
      clock: play.now,
      demo: { providers: [provider], ownNames },
    })
    source = await house.source('sandbox')
    people = await foundersOf(house.staff, play.now())
  })
  after(async () => {
    await house?.stop()
    await play?.stop()
  })

  const of = () => `/organisations/${house.house.home.organisation}`

  async function browser(human: Human): Promise<Browser> {
    const at = { console: { origin: house.origins.console, port: Number(new URL(house.origins.console).port) } }
    return browserOf({ call: house.call, at } as never, await tokenOf(house.staff, human, play.now()))
  }

  /** A change of settings with this person's passkey; the answer's body. */
  async function asks(human: Human, path: string, body?: object): Promise<Json> {
    const by = await browser(human)
    const begun = (await (await by.post(`${of()}/${path}/begin`, body)).json()) as Json
    const assertion = human.keys[0].assert(begun.options as Options)
    const answer = await by.post(`${of()}/${path}`, { ...body, assertion })
    const said = (await answer.json()) as Json
    assert.ok(answer.status < 300, JSON.stringify(said))
    return said
  }

  async function list(path: string): Promise<Json[]> {
    return (await (await (await browser(people.ada)).get(`${of()}/${path}`)).json()) as Json[]
  }

  async function delivers(rows: readonly unknown[]): Promise<void> {
    if (rows.length === 0) return
    const answer = await house.call('/ingest/sandbox', {
      method: 'POST',
      headers: { authorization: `Bearer ${source}`, 'content-type': 'application/json' },
      body: JSON.stringify(rows),
    })
    assert.equal(answer.status, 202)
  }

  /** Reads the audit log with our own credential, and hands on what is new. */
  async function readsLog(): Promise<void> {
    const { rows, cursor: next } = await provider.readLog('audit', cursor, AbortSignal.timeout(30_000))
    cursor = next
    await delivers(rows)
  }

  async function administrator(): Promise<(account: string, act: string) => Promise<void>> {
    const at = `http://sandbox-admin.localhost:${play.sandbox.port}`
    const desk: Visitor = newVisitor({ address: HOMES.gus as string, isBack: () => false })
    await desk.opens(at)
    await desk.sends('password', { userName: 'gus', password: PASSWORD })
    await desk.sends('recovery-code', { code: play.codesOf.get('gus')?.[0] as string })
    return async (userName, act) => void (await desk.posts(`${at}/people/${play.person(userName).id}/${act}`, {}))
  }

  const changesTold = async () =>
    (await list('findings'))
      .map(({ verdict }) => verdict)
      .filter(({ detection }) => detection === 'change-outside-case')

  it('given a reset by hand, a remedy of a playbook and a stolen credential, then two are incidents within five minutes', async () => {
    const yaml = [
      'name: Ask for a new password',
      'when: { finding: mfa-fatigue, severity: low }',
      'mode: active',
      'do:',
    ]
    yaml.push('  - require-password-reset', '')
    const set = await asks(people.ada, 'changes', {
      kind: 'playbook-set',
      data: { id: 'r19', yaml: yaml.join('\n') },
    })
    assert.deepEqual(set, { applied: true })
    await delivers(refusedPrompts(play.person('ben'), play.now()))
    await eventually('the playbook’s remedy', () => rowOf('API', 'password.reset_required'))

    const presses = await administrator()
    await presses('ana', 'reset-authenticators')
    await provider.change(
      { verb: 'reset-password', account: play.person('cleo').id },
      { key: 'stolen', signal: AbortSignal.timeout(30_000) },
    )
    const happened = play.now()

    const told: Json[] = []
    for (let waited = 0; told.length < 2; waited += READ_MS) {
      assert.ok(waited <= VENDOR_MS + 5 * MINUTE_MS, 'five minutes went by since the rows appeared')
      play.pass(READ_MS)
      await readsLog()
      if (play.now() - happened <= VENDOR_MS) continue
      // Real time, and a timer of ours would not move with the clock of the test: what is told now waits for no poll.
      told.push(...(await eventually('what is told of it', async () => some(await changesTold(), 2))))
    }
    const [ana, cleo] = ['ana', 'cleo'].map((name) => told.find(({ person }) => person === name))
    assert.deepEqual(ana?.actors, ['gus'])
    assert.deepEqual([cleo?.actors, cleo?.severity], [['API'], 'high'])
    assert.match(cleo.summary, /Postern’s own credential, and no remedy explains it/)
    assert.equal(told.length, 2, 'the remedy is told, too')

    const incidents = await list('incidents')
    for (const { id } of [ana, cleo]) {
      const incident = incidents.find((one) =>
        one.people.some(({ label }: Json) => label === (id === ana.id ? 'ana' : 'cleo')),
      )
      const appeared = happened + VENDOR_MS
      assert.ok(Date.parse(incident.opened) - appeared <= 5 * MINUTE_MS, 'the incident came too late')
    }
  })

  it('given the incident, when somebody else adopts the reset, then it is closed as adopted, and the ledger says how', async () => {
    const incident = (await list('incidents')).find(({ people: those }) =>
      those.some(({ label }: Json) => label === 'ana'),
    )
    const statement = 'Saw Ana at the desk with her passport; her phone was stolen, and Gus reset her in the console.'
    const said = { identity: 'in-person', statement, evidence: incident.evidence }
    const by = await browser(people.bo)
    const path = `${of()}/incidents/${incident.id}/adopt`
    const begun = (await (await by.post(`${path}/begin`, said)).json()) as Json
    const assertion = people.bo.keys[0].assert(begun.options as Options)
    const answer = await by.post(path, { ...said, salt: begun.salt, assertion })
    const card = (await answer.json()) as Json
    assert.equal(answer.status, 200, JSON.stringify(card))
    assert.deepEqual([card.adopted.identity, card.adopted.by.id], ['in-person', people.bo.id])
    const adoption = (await (await by.get(`${of()}/incidents/${incident.id}/adoption`)).json()) as Json
    assert.equal(adoption.statement, statement)
  })

  it('given an automation that two people declare, then what it does is counted and opens nothing', async () => {
    const data = {
      id: 'desk-tool',
      provider: 'sandbox',
      tenant: '',
      who: 'gus',
      kinds: ['password-reset'],
      whom: 'all',
      hours: { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 },
      until: play.now() + 7 * DAY_MS,
      privileged: false,
    }
    const waits = await asks(people.ada, 'changes', { kind: 'automation-declared', data })
    assert.equal(waits.waitsFor, 'second-person')
    assert.deepEqual(await asks(people.bo, `changes/${waits.change}/confirm`), { applied: true })

    const before = (await changesTold()).length
    await delivers([
      auditRow('dan', 'password.reset', play.now() + 1000),
      auditRow('eva', 'authenticators.reset', play.now() + 2000),
    ])
    await eventually('the one that it was not declared for', async () => some(await changesTold(), before + 1))
    const [automation] = await list('automations')
    assert.deepEqual([automation.id, automation.explained], ['desk-tool', 1])
    const listed = await list('could-reset')
    // Ben's is the remedy's, Cleo's is not.
    const { lately, unexplained } = listed.find(({ label, ours }) => label === 'API' && ours)
    assert.deepEqual([lately, unexplained], [2, 1])
    assert.ok(listed.some(({ label, lately }) => label === 'gus' && lately >= 2))

    assert.deepEqual(await asks(people.bo, 'changes', { kind: 'automation-ended', data: { id: 'desk-tool' } }), {
      applied: true,
    })
    assert.equal((await list('automations'))[0].state, 'over')
  })

  function rowOf(actor: string, action: string) {
    return play.sandbox.log.kept().audits.find((row) => row.actor.name === actor && row.action === action)
  }

  function auditRow(userName: string, action: string, time: number): object {
    const { id } = play.person(userName)
    return {
      ...{ schema: 'sandbox.audit/1', id: `row-${userName}-${action}`, time: formatInstant(time), tenant: 'sandbox' },
      ...{ action, actor: { id: 'gus', name: 'gus' }, user: { id, name: userName }, target: '', address: '192.0.2.9' },
    }
  }
})

function some<Each>(all: readonly Each[], count: number): readonly Each[] | undefined {
  return all.length >= count ? all : undefined
}

/** Five prompts that the person refused, in five minutes, from far away. */
function refusedPrompts({ id, userName }: { readonly id: string; readonly userName: string }, now: number): object[] {
  return [5, 4, 3, 2, 1].map((minute) => ({
    schema: 'sandbox.sign-in/1',
    id: `refused-${minute}`,
    time: formatInstant(now - minute * MINUTE_MS),
    tenant: 'sandbox',
    code: 'push.refused',
    user: { id, name: userName },
    attempt: `a-${minute}`,
    method: 'push',
    authenticator: null,
    proved: false,
    amr: [],
    detail: '',
    app: 'Payroll',
    rules: [],
    client: { address: '203.0.113.9', userAgent: 'curl', device: '', managed: false, place: null },
  }))
}
