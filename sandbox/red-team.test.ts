/**
 * REDTEAM R25 to R29, played against the running sandbox: what it does by itself, and what the product says of its log. An
 * attacker has a network of their own; people have devices that they signed in with before.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { diagnose } from './sample-diagnosis.ts'
import { FAR, newPerson, PASSWORD } from './sample-people.ts'
import { HOMES, type Play, startPlay } from './sample-play.ts'
import { hashPassword } from './secrets.ts'
import { totpCodeAt } from './totp.ts'
import { newVisitor, type Place, type Visitor } from './visitor.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describe('attacks on the sandbox', () => {
  let play: Play
  before(async () => {
    play = await startPlay()
  })
  after(async () => await play?.stop())
  // What was before is long ago.
  beforeEach(() => play.pass(2 * DAY_MS))

  const isIn = ({ url }: Place) => play.application.isBack(url)
  const visitorFrom = (address: string): Visitor => newVisitor({ address, isBack: play.application.isBack })
  async function begins(visitor: Visitor, userName: string, password = PASSWORD): Promise<Place> {
    visitor.forgetsSessions()
    await visitor.opens((await play.application.begin()).url)
    return await visitor.sends('password', { userName, password })
  }
  function codeOf(userName: string): string {
    const totp = play.person(userName).authenticators.find(({ kind }) => kind === 'totp')
    return totp?.kind === 'totp' ? totpCodeAt(totp.secret, play.now()) : ''
  }
  /** A device that this person signed in with on a few days. */
  async function ownDevice(userName: string): Promise<Visitor> {
    const visitor = visitorFrom(HOMES[userName] as string)
    for (let day = 0; day < 3; day++) {
      await begins(visitor, userName)
      assert.ok(isIn(await visitor.sends('totp', { code: codeOf(userName) })))
      play.pass(DAY_MS)
    }
    return visitor
  }
  /** Has a prompt sent; false if none was. */
  async function prompts(visitor: Visitor, userName: string): Promise<boolean> {
    await begins(visitor, userName)
    return /class="number"/.test((await visitor.sends('push')).page)
  }
  async function answers(userName: string, answer: 'approve' | 'refuse' | 'report', number = ''): Promise<void> {
    const phone = visitorFrom(HOMES[userName] as string)
    const host = `http://${userName}.localhost:${play.sandbox.port}`
    const { page } = await phone.opens(host)
    const prompt = /\/prompts\/[\w-]+/.exec(page)?.[0] ?? assert.fail('no prompt on the phone')
    await phone.posts(`${host}${prompt}`, { answer, number })
  }
  /** Prompts that are refused, so long after each other. */
  async function refuses(userName: string, times: number, betweenMs: number): Promise<Visitor> {
    const thief = visitorFrom(`${FAR.prefix}66`)
    for (let time = 0; time < times; time++) {
      if (time > 0) play.pass(betweenMs)
      assert.ok(await prompts(thief, userName))
      await answers(userName, 'refuse')
    }
    return thief
  }
  const codesSince = (rows: number) =>
    play.sandbox.log
      .kept()
      .signIns.slice(rows)
      .map(({ code }) => code)
  const rowsNow = () => play.sandbox.log.kept().signIns.length
  const fatigueOf = (userName: string) =>
    diagnose(play).findings.filter(({ detection, person }) => detection === 'mfa-fatigue' && person === userName)

  it('R25: given five refused prompts in an hour, then the sixth is not sent, and the owner’s device has one', async () => {
    const owner = await ownDevice('ana')
    const thief = await refuses('ana', 5, 14 * MINUTE_MS)
    const rows = rowsNow()
    play.pass(MINUTE_MS)
    assert.equal(await prompts(thief, 'ana'), false)
    assert.equal(codesSince(rows).at(-1), 'push.stopped')
    assert.equal(fatigueOf('ana').length, 1)
    assert.ok(await prompts(owner, 'ana'))
  })

  it('R25: given four, or five in 61 minutes, then prompts go on and nobody is told; given one “not me”, then at once', async () => {
    await ownDevice('ben')
    const thief = await refuses('ben', 4, 15 * MINUTE_MS)
    assert.deepEqual(fatigueOf('ben'), [])
    play.pass(16 * MINUTE_MS)
    assert.ok(await prompts(thief, 'ben'))
    await answers('ben', 'refuse')
    assert.deepEqual(fatigueOf('ben'), [])
    play.pass(MINUTE_MS)
    assert.ok(await prompts(thief, 'ben'))
    await answers('ben', 'report')
    assert.equal(await prompts(thief, 'ben'), false)
    assert.equal(fatigueOf('ben').length, 1)
  })

  it('R26: given refuse, refuse, refuse, approve, then nobody is in, and another way is asked for', async () => {
    await ownDevice('cleo')
    const thief = await refuses('cleo', 3, 5 * MINUTE_MS)
    play.pass(5 * MINUTE_MS)
    await begins(thief, 'cleo')
    const { page, url } = await thief.sends('push')
    await answers('cleo', 'approve', /class="number">(\d+)/.exec(page)?.[1])
    const rows = rowsNow()
    const held = await thief.opens(url)
    assert.equal(isIn(held), false)
    assert.match(held.page, /the phone alone is not enough/)
    assert.deepEqual(codesSince(rows), ['push.held'])
    assert.deepEqual(play.sandbox.sessions.sessionsOf(play.person('cleo').id).length, 3)
    assert.equal(isIn(await thief.sends('totp', { code: codeOf('cleo') })), true)
  })

  it('R27: given five failed codes, then slowed; another person and the owner’s known device are not', async () => {
    const owner = await ownDevice('dan')
    const thief = visitorFrom(`${FAR.prefix}67`)
    await begins(thief, 'dan')
    for (let tries = 0; tries < 5; tries++) await thief.sends('totp', { code: '000000' })
    const rows = rowsNow()
    assert.equal(isIn(await thief.sends('totp', { code: codeOf('dan') })), false)
    assert.deepEqual(codesSince(rows), ['attempts.slowed'])
    await begins(thief, 'eva')
    assert.ok(isIn(await thief.sends('totp', { code: codeOf('eva') })))
    await begins(owner, 'dan')
    assert.ok(isIn(await owner.sends('totp', { code: codeOf('dan') })))
  })

  it('R28: given one try each on 200 people from one address, then it is spraying, one finding, and nobody is slowed', async () => {
    const passwordHash = await hashPassword(PASSWORD)
    const people = Array.from({ length: 200 }, (_, number) => `person-${number}`)
    for (const userName of people) {
      play.sandbox.world.people.push(await newPerson({ userName, displayName: userName, passwordHash }, play.now()))
    }
    const thief = visitorFrom(`${FAR.prefix}68`)
    const start = play.now()
    for (const userName of people) {
      await begins(thief, userName, 'Winter2026!')
      play.pass(5000)
    }
    const sprays = diagnose(play).findings.filter(
      ({ detection, end }) => detection === 'password-spray' && Date.parse(String(end)) >= start,
    )
    assert.equal(sprays.length, 1)
    assert.equal(sprays[0]?.address, `${FAR.prefix}68`)
    const { failures } = play.sandbox
    assert.ok(play.sandbox.world.people.every(({ id }) => !failures.isLocked(id)))
  })

  it('R29: given wrong passwords against the whole helpdesk, then its own devices pass, and time opens every other', async () => {
    const desk = ['eva', 'finn', 'gus']
    const owners = new Map<string, Visitor>()
    for (const userName of desk) owners.set(userName, await ownDevice(userName))
    const thief = visitorFrom(`${FAR.prefix}69`)
    for (let tries = 0; tries < 12; tries++) {
      for (const userName of desk) await begins(thief, userName, 'wrong')
      play.pass(MINUTE_MS)
    }
    assert.ok(desk.every((userName) => play.sandbox.failures.isLocked(play.person(userName).id)))
    for (const [userName, owner] of owners) {
      await begins(owner, userName)
      assert.ok(isIn(await owner.sends('totp', { code: codeOf(userName) })))
    }
    play.pass(15 * MINUTE_MS)
    for (const userName of desk) {
      const elsewhere = visitorFrom(`${FAR.prefix}69`)
      await begins(elsewhere, userName)
      assert.ok(isIn(await elsewhere.sends('totp', { code: codeOf(userName) })))
    }
  })
})
