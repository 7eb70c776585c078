/** The sandbox's log is decoded and diagnosed like any vendor's: trouble that people had in real browsers comes out as what it was. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Report } from '../src/diagnosis/index.ts'
import { diagnose } from './sample-diagnosis.ts'
import { FAR } from './sample-people.ts'
import { CHROMIUM, HOMES, type Play, type Seat, startPlay } from './sample-play.ts'
import { newId } from './secrets.ts'
import { totpCodeAt } from './totp.ts'

const skip = existsSync(CHROMIUM) ? false : 'no chromium'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('people in trouble, at the sandbox', { skip }, () => {
  let play: Play
  let ana: Seat
  before(async () => {
    play = await startPlay()
  })
  after(async () => await play?.stop())

  /** Signs in on a few days, so that this is known to be their browser. */
  async function settled(userName: string, days = 3): Promise<Seat> {
    const seat = await play.browser(HOMES[userName] as string)
    for (let day = 0; day < days; day++) {
      await seat.signsInWithTotp(userName)
      play.pass(DAY_MS)
    }
    await seat.context.clearCookies({ name: /^_/ })
    return seat
  }
  const totpOf = (userName: string) => {
    const totp = play.person(userName).authenticators.find(({ kind }) => kind === 'totp')
    return totp?.kind === 'totp' ? totp.secret : ''
  }
  const lockoutsOf = (report: Report, userName: string) =>
    report.lockouts.filter(({ people }) => people.includes(userName))

  it('given a phone whose clock is ten minutes slow, then it is clock drift, and a code of the sheet ends it', async () => {
    ana = await settled('ana')
    for (let tries = 0; tries < 3; tries++) {
      await ana.beginsAs('ana')
      await ana.typesTotp(totpCodeAt(totpOf('ana'), play.now() - 10 * 60_000))
      assert.match((await ana.page.textContent('[role=alert]')) ?? '', /clock of your phone/)
      play.pass(3 * 60_000)
    }
    await ana.beginsAs('ana')
    await ana.usesRecoveryCode(play.codesOf.get('ana')?.[0] as string)
    assert.ok(await ana.isIn())
    const [lockout] = lockoutsOf(diagnose(play), 'ana')
    assert.equal(lockout?.cause, 'clock-drift')
    assert.equal(lockout?.ended?.by, 'another-authenticator')
  })

  it('given a phone that is gone, then it is a lost device', async () => {
    const ben = await settled('ben')
    for (let tries = 0; tries < 3; tries++) {
      await ben.beginsAs('ben')
      await ben.asksPhone()
      await ben.page.getByText('Waiting for your phone').waitFor()
      play.pass(70_000)
      await ben.page.getByText('Nobody answered on your phone').waitFor()
    }
    play.pass(65_000)
    await ben.beginsAs('ben')
    await ben.usesRecoveryCode(play.codesOf.get('ben')?.[0] as string)
    assert.ok(await ben.isIn())
    const [lockout] = lockoutsOf(diagnose(play), 'ben')
    assert.equal(lockout?.cause, 'device-lost')
  })

  it('given somebody who knows the password and asks her phone again and again, then it is fatigue', async () => {
    await settled('cleo')
    const thief = await play.browser(`${FAR.prefix}66`)
    const phone = await play.browser(HOMES.cleo as string)
    for (let tries = 0; tries < 5; tries++) {
      await thief.beginsAs('cleo')
      await thief.asksPhone()
      await thief.page.getByText('Waiting for your phone').waitFor()
      await phone.page.goto(`http://cleo.localhost:${play.sandbox.port}/`)
      await phone.page.getByRole('button', { name: 'No', exact: true }).click()
      await phone.page.getByText('Refused.').waitFor()
      play.pass(3 * 60_000)
    }
    const { findings } = diagnose(play)
    const finding = findings.find(({ detection }) => detection === 'mfa-fatigue')
    assert.equal(finding?.person, 'cleo')
    assert.equal(finding?.evidence.length, 5)
  })

  it('given a rule that no longer lets people in from home, then it is named as a policy block', async () => {
    const dan = await settled('dan')
    const { world } = play.sandbox
    const rule = {
      id: newId('rule'),
      name: 'Office only',
      enabled: true,
      when: { outsideNetworks: ['Office'] },
      effect: 'block',
    } as const
    world.rules.push(rule)
    await dan.beginsAs('dan')
    await dan.page.getByText('A rule of your organisation').waitFor()
    world.rules.pop()
    const report = diagnose(play)
    assert.equal(lockoutsOf(report, 'dan')[0]?.cause, 'policy-block')
    assert.deepEqual(
      report.policyBlocks.map(({ policy }) => policy),
      ['Office only'],
    )
  })

  it('given an outage of the second step, then it is nobody’s own trouble', async () => {
    const { settings } = play.sandbox.world
    const people = ['ana', 'ben', 'dan', 'eva', 'finn', 'gus']
    const seats = []
    for (const userName of people) seats.push({ userName, seat: await play.browser(HOMES[userName] as string) })
    settings.outage = 'second-step'
    for (const { userName, seat } of seats) {
      await seat.beginsAs(userName)
      await seat.typesTotp(totpCodeAt(totpOf(userName), play.now()))
      await seat.page.getByText('The sign-in service is in trouble').waitFor()
    }
    settings.outage = 'none'
    const { outages } = diagnose(play)
    assert.equal(outages.length, 1)
    assert.equal(outages[0]?.people.length, people.length)
  })
})
