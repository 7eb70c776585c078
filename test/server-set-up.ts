/** A place in which the whole server finds a source, a Slack that is told of everything, and a playbook in force. */
import { randomBytes } from 'node:crypto'
import { openJobs } from '../src/jobs/index.ts'
import { holdsFolder, openKeyFolder } from '../src/ledger/index.ts'
import { openHouse } from '../src/main/house.ts'
import { NOTICE_QUEUES, noticeChangeKinds } from '../src/notify/index.ts'
import { playbookChanges, RESPONSE_QUEUES, type ResponseRoom, responseJobs } from '../src/response/index.ts'
import type { Place } from '../src/store/index.ts'
import { addSource } from '../src/watch/index.ts'

export interface SetUpOptions {
  readonly place: Place
  readonly keys: string
  readonly clock: () => number
}

const PLAYBOOK = `name: Test
when:
  finding: mfa-fatigue
  severity: high
mode: active
people-per-hour: 50
do:
  - notify
  - end-sessions
`

/** Carries out the changes of settings as approvals/ does, and stops again. */
export async function setUpServer({ place, keys: keyFolder, clock }: SetUpOptions) {
  const random = (count: number) => randomBytes(count)
  const held = holdsFolder(openKeyFolder(keyFolder, random))
  const house = await openHouse({
    place,
    keys: held,
    kind: 'real',
    name: 'Northwind',
    host: 'localhost',
    clock,
    random,
  })
  const { store, home, keys } = house
  const { ledger, organisation } = home
  const source = { id: 'okta', name: 'Okta', tenant: 'northwind' }
  const token = await addSource(ledger, source, randomBytes(32), { actor: 'system/test', now: clock() })
  const jobs = await openJobs({ store, queues: [...NOTICE_QUEUES, ...RESPONSE_QUEUES], onError: () => undefined })
  const notices = noticeChangeKinds({
    jobs,
    clock: { now: clock, chance: () => 0.5 },
    random,
    mastersOf: () => keys.masters,
    sealerOf: () => ledger.sealer,
  })
  const room: ResponseRoom = {
    ledger,
    tokenKey: home.keys.tokenKey,
    clock,
    providerOf: () => undefined,
    emergencyAccounts: async () => [],
    tierOf: async () => 'standard',
    jobs: responseJobs(jobs.in(organisation)),
    isDecided: async () => true,
    lockNotices: async () => undefined,
    owe: async () => undefined,
  }
  const kinds = new Map([...notices, ...playbookChanges(() => room)].map((kind) => [kind.name, kind]))
  async function change(name: string, data: object, secret?: object): Promise<void> {
    const asked = { data, secret, actor: 'staff/ada', decisions: [], now: clock() }
    const applied = await ledger.db.transaction(async (tx) => await kinds.get(name)?.apply(tx, asked))
    if (applied?.applied !== true) throw new Error(`${name}: ${JSON.stringify(applied)}`)
  }
  const slack = { kind: 'slack', readWith: 'none', channel: 'C0123456789' }
  for (const id of ['slack', 'other']) {
    await change('channel-added', { id, label: id, ...slack }, { token: 'xoxb-1234567890-test' })
  }
  await change('routing-changed', { routes: [{ channels: ['slack'], atLeast: 'info' }], emergency: ['slack', 'other'] })
  await change('playbook-set', { id: 'test', yaml: PLAYBOOK })
  await jobs.close()
  await store.close()
  return { token, organisation }
}
