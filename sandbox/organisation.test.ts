/** The demo's people have accounts that a program can play: each of them signs in with what they have in hand. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createSandboxProvider } from '../src/providers/sandbox/index.ts'
import { type Belongings, startOrganisation } from './organisation.ts'
import type { Sandbox } from './server.ts'
import { assertion } from './software-passkey.ts'
import { totpCodeAt } from './totp.ts'
import { newVisitor } from './visitor.ts'
import { isWorkplace, workplaceUrl } from './workplace.ts'

const options = { port: 0, people: 150, seed: 7, apiToken: 'a-token' }

describe('the demo’s hospital at the sandbox', () => {
  let folder: string
  let sandbox: Sandbox
  let belongings: readonly Belongings[]
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
    ;({ sandbox, belongings } = await startOrganisation({ ...options, folder }))
  })
  after(async () => {
    await sandbox?.stop()
    rmSync(folder, { recursive: true })
  })

  it('given a roster, then everybody has an account, a manager but for one, and names that are theirs alone', () => {
    const { people } = sandbox.world
    assert.equal(people.length, options.people)
    assert.equal(people.filter(({ manager }) => manager === null).length, 1)
    assert.ok(people.every(({ manager }) => manager === null || people.some(({ id }) => id === manager)))
    assert.equal(new Set(people.map(({ userName }) => userName)).size, people.length)
    assert.ok(people.every(({ userName }) => /^[a-z][a-z0-9-]{0,39}$/.test(userName)))
    assert.ok(people.every(({ authenticators }) => authenticators.length > 0))
    for (const name of ['ana', 'tom', 'sam', 'riya']) assert.ok(people.some(({ userName }) => userName === name))
    assert.ok(people.some(({ administrator }) => administrator))
  })

  async function signsIn({ userName, password, totpSecret, passkey, home }: Belongings): Promise<boolean> {
    const visitor = newVisitor({ address: home, isBack: isWorkplace })
    const { page } = await visitor.opens(workplaceUrl(sandbox.issuer))
    if (passkey !== null) {
      const challenge = /challenge&quot;:&quot;([\w-]+)/.exec(page)?.[1] as string
      const response = assertion(passkey, challenge, { id: 'sandbox.localhost', origin: sandbox.issuer })
      return isWorkplace((await visitor.sends('passkey', { response })).url)
    }
    await visitor.sends('password', { userName, password })
    return isWorkplace((await visitor.sends('totp', { code: totpCodeAt(totpSecret as string, Date.now()) })).url)
  }

  it('given what people have in hand, then passkeys and code apps let them in, and the log has the place', async () => {
    const withPasskey = belongings.find(({ passkey }) => passkey !== null) as Belongings
    const withApp = belongings.find(({ passkey, totpSecret }) => passkey === null && totpSecret !== null) as Belongings
    for (const person of [withPasskey, withApp]) {
      assert.ok(await signsIn(person))
      const row = sandbox.log.kept().signIns.at(-1)
      assert.deepEqual([row?.code, row?.user.name], ['signed_in', person.userName])
      assert.notEqual(row?.client.place?.country, undefined)
    }
  })

  it('given the port, then all of them are listed, with their managers and groups', async () => {
    const provider = createSandboxProvider({ issuer: sandbox.issuer, token: options.apiToken, kind: 'demo' })
    const { people, next } = await provider.listPeople(undefined, AbortSignal.timeout(60_000))
    assert.deepEqual([people.length, next], [options.people, null])
    assert.ok(people.every(({ groups }) => groups.includes('staff')))
    assert.ok(
      people.every(
        ({ phone, mobile }) => /^\+442079460\d{3}$/.test(phone ?? '') && /^\+447700900\d{3}$/.test(mobile ?? ''),
      ),
    )
    assert.equal(new Set(people.map(({ employeeNumber }) => employeeNumber)).size, people.length)
  })

  it('given a second start, then they are the same people with the same things in hand', async () => {
    const people = structuredClone(sandbox.world.people)
    await sandbox.stop()
    const again = await startOrganisation({ ...options, folder })
    sandbox = again.sandbox
    assert.deepEqual(again.belongings, belongings)
    assert.deepEqual(sandbox.world.people, people)
  })
})
