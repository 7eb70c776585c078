import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNTS } from './attacks/accounts.ts'
import { PROMPTS } from './attacks/prompts.ts'
import { SIGN_INS } from './attacks/sign-ins.ts'
import { silence } from './cannot.ts'
import { app, authenticator } from './devices.ts'
import type { Person } from './happening.ts'
import { ACCOUNT } from './lockouts/account.ts'
import { SECOND_STEP } from './lockouts/second-step.ts'
import { beforeSoleAdministrator, RULES, soleAdministrator, WIDE } from './lockouts/wide.ts'
import { random } from './random.ts'
import { REHEARSAL_START, rehearse } from './rehearsal.ts'
import { TRAITS, VENDORS } from './vendors.ts'
import { DAY, HOUR, type World } from './world.ts'

/** A person at work two days into the run, with an authenticator of one of these kinds. */
function actor(world: World, seed: number, needs: readonly string[] | undefined): { person: Person; time: number } {
  const rng = random(seed)
  const person = world.org.people[40]!
  const [method] = needs ?? ['push']
  if (method === 'push' || method === 'push-number') {
    const number = needs?.length === 1 || world.org.numberMatching
    person.authenticators = [
      app('iPhone 15', { ...world.org, numberMatching: number }, rng),
      authenticator(['sms'], 'iPhone 15', rng),
    ]
  } else {
    const kind = method === 'totp' ? 'totp' : method === 'sms' ? 'sms' : 'voice'
    person.authenticators = [authenticator([kind], 'iPhone 15', rng), authenticator(['passkey'], 'YubiKey 5', rng)]
  }
  return { person, time: REHEARSAL_START + 2 * DAY + (10 - person.zone) * HOUR }
}

for (const scenario of [...SECOND_STEP, ...ACCOUNT, ...RULES]) {
  test(`given ${scenario.cause}, when it is played with forty seeds at every vendor that can say it, then truth holds that lockout`, () => {
    for (const vendor of VENDORS) {
      if (silence(vendor).has(scenario.cause)) continue
      for (let seed = 1; seed <= 40; seed++) {
        const { truth, rows } = rehearse(vendor, seed, (world) => {
          const { person, time } = actor(world, seed, scenario.needs)
          scenario.play({ world, person, time, rng: random(seed, 9), tag: { cause: scenario.cause, incident: 1 } })
        })
        assert.ok(rows.length > 0)
        assert.deepEqual(
          truth.lockouts.map((one) => one.cause),
          [scenario.cause],
          `${vendor}, seed ${seed}`,
        )
      }
    }
  })
}

test('given the only holder of the highest role, when the phone or key is lost, then truth holds that lockout, and the log that nobody else is left', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { truth, rows } = rehearse('entra', seed, (world) => {
      const time = REHEARSAL_START + 4 * DAY + 10 * HOUR
      beforeSoleAdministrator(world, time - 3 * DAY, random(seed))
      soleAdministrator(world, time, random(seed, 2), 1)
    })
    assert.deepEqual(
      truth.lockouts.map((one) => one.cause),
      ['sole-administrator'],
    )
    assert.ok(rows.some((row) => row.includes('Remove member from role') && row.includes('Global Administrator')))
  }
})

for (const scenario of WIDE) {
  test(`given ${scenario.cause} for a dozen people, when it is played, then truth holds it for several`, () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { truth } = rehearse('entra', seed, (world) => {
        const people = world.org.people.slice(30, 50)
        const time = REHEARSAL_START + 2 * DAY + (10 - people[0]!.zone) * HOUR
        scenario.play(world, time, people, random(seed, 8), 1)
      })
      const causes = new Set(truth.lockouts.map((one) => one.cause))
      assert.deepEqual([...causes], [scenario.cause], `seed ${seed}`)
      assert.ok(truth.lockouts[0]!.people.length > 5)
      assert.ok(truth.findings.some((finding) => finding.detection === 'mass-lockout'))
    }
  })
}

for (const scenario of [...PROMPTS, ...SIGN_INS, ...ACCOUNTS]) {
  // Far travel is judged against the person's habits: the whole run shows it, one scene does not.
  if (scenario.detection === 'impossible-travel') continue
  test(`given the attack ${scenario.detection}, when it is played with forty seeds at every vendor that can say it, then truth holds it`, () => {
    for (const vendor of VENDORS) {
      if (silence(vendor).has(scenario.detection)) continue
      if (scenario.reports && !TRAITS[vendor].reports) continue
      for (let seed = 1; seed <= 40; seed++) {
        const { truth } = rehearse(vendor, seed, (stage) => {
          const { person, time } = actor(stage, seed, scenario.needs)
          const victims = scenario.victims(80, random(seed)) > 1 ? stage.org.people.slice(30, 60) : [person]
          scenario.play({ world: stage, victims, time, rng: random(seed, 7), tag: { attack: true, incident: 1 } })
        })
        const found = truth.findings.map((finding) => finding.detection)
        assert.ok(found.includes(scenario.detection), `${vendor}, seed ${seed}: ${found.join(' ')}`)
        assert.deepEqual(truth.lockouts, [], 'an attack is no lockout')
      }
    }
  })
}
