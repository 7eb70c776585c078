/** For tests: a sandbox with one person, who signed in a second ago, and Postern's client for it. */
import { newPerson } from '../sandbox/sample-people.ts'
import { type Sandbox, startSandbox } from '../sandbox/server.ts'
import { ACCOUNT, NOW, type ProviderPlace } from '../src/providers/sample-contract.ts'
import { createSandboxProvider, type SandboxProvider } from '../src/providers/sandbox/index.ts'

export const API_TOKEN = 'the-credential-of-the-sandbox-api'

export interface SandboxPlace extends ProviderPlace {
  readonly sandbox: Sandbox
  readonly provider: SandboxProvider
}

/** Whoever starts it stops its sandbox. */
export async function newSandboxPlace(): Promise<SandboxPlace> {
  let now = NOW - 1000
  const someone = (userName: string) => newPerson({ userName, displayName: userName, passwordHash: 'none' }, now)
  const sandbox = await startSandbox({
    port: 0,
    apiToken: API_TOKEN,
    clock: () => now,
    fill: async (world) => void world.people.push({ ...(await someone('ana')), id: ACCOUNT }),
  })
  const sessions = new sandbox.sessions.Adapter('Session')
  await sessions.upsert('s', { accountId: ACCOUNT, uid: 's' }, 3600)
  now = NOW
  const others = await someone('other')
  const from = { id: 'api', name: 'API' }
  return {
    sandbox,
    provider: createSandboxProvider({ issuer: sandbox.issuer, token: API_TOKEN, kind: 'demo' }),
    failNext: sandbox.faults.next,
    write: (_, target) => sandbox.log.audit({ action: 'group.joined', actor: from, user: null, target, address: '' }),
    add(people) {
      for (let person = 0; person < people; person++) sandbox.world.people.push({ ...others, id: `p${person}` })
    },
    lock() {
      for (let failure = 0; failure < 10; failure++) sandbox.failures.failed(ACCOUNT, 'totp', 'address x')
    },
  }
}
