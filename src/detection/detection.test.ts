import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSurroundings } from '../profile/index.ts'
import { type At, elsewhere, type Place, type Story, tell } from '../signin/story.ts'
import { ALL_DETECTIONS, createDetections, type OpenFinding } from './index.ts'

function findingsOf(story: Story): readonly OpenFinding[] {
  const surroundings = createSurroundings()
  const detections = createDetections(ALL_DETECTIONS, surroundings)
  for (const row of story.rows()) {
    if (!detections.see(row, surroundings.about(row))) surroundings.learn(row)
  }
  return detections.findings
}

function found(story: Story, detection: string): readonly OpenFinding[] {
  return findingsOf(story).filter((finding) => finding.detection === detection)
}

describe('mfa-fatigue', () => {
  it('given five refused prompts in exactly 60 minutes, when the fifth arrives, then there is one finding', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['10:00:00', '10:15:00', '10:30:00', '10:45:00', '11:00:00']) ana.refusesPush({ at })
    const [finding, ...others] = found(story, 'mfa-fatigue')
    assert.equal(others.length, 0)
    assert.equal(finding?.rowsCount, 5)
    assert.equal(finding?.person, ana.key)
    assert.match(finding?.next ?? '', /Do not reset MFA/)
  })

  it('given five refused prompts in 60 minutes and one second, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['10:00:00', '10:15:00', '10:30:00', '10:45:00', '11:00:01']) ana.refusesPush({ at })
    assert.deepEqual(found(story, 'mfa-fatigue'), [])
  })

  it('given four refused prompts, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['10:00', '10:01', '10:02', '10:03']) ana.refusesPush({ at })
    assert.deepEqual(found(story, 'mfa-fatigue'), [])
  })

  it('given silence from where one cannot say, then it counts from the moment one such prompt is refused', () => {
    const own = { asn: 3320, country: 'DE', client: 'Firefox 140 on Linux' }
    const nearby: Place = { ...elsewhere, ...own, ip: '198.51.100.7', anonymous: false }
    const silent = tell()
    const ben = silent.person('ben', own)
    ben.isKnown(5)
    const times = ['8 09:00', '8 09:05', '8 09:10', '8 09:15', '8 09:20'] as const
    for (const at of times) ben.ignoresPush({ at, from: nearby })
    assert.deepEqual(found(silent, 'mfa-fatigue'), [])

    const refused = tell()
    const ana = refused.person('ana', own)
    ana.isKnown(5)
    for (const at of times.slice(0, 4)) ana.ignoresPush({ at, from: nearby })
    ana.refusesPush({ at: '8 09:20', from: nearby })
    assert.equal(found(refused, 'mfa-fatigue')[0]?.rowsCount, 5)
    assert.equal(found(refused, 'mfa-fatigue').length, 1)
  })

  it('given one prompt reported as not their own, then there is a critical finding at once', () => {
    const story = tell()
    story.person('ana').reportsPush({ at: '10:00' })
    assert.deepEqual(
      found(story, 'mfa-fatigue').map((finding) => finding.severity),
      ['critical'],
    )
  })

  it('given prompts that go on for hours with short pauses, then they are one episode', () => {
    const story = tell()
    const ana = story.person('ana')
    for (let minute = 0; minute < 60; minute += 5) {
      ana.refusesPush({ at: `10:${String(minute).padStart(2, '0')}` })
      ana.refusesPush({ at: `11:${String(minute).padStart(2, '0')}` })
    }
    assert.deepEqual(
      found(story, 'mfa-fatigue').map((finding) => finding.rowsCount),
      [24],
    )
  })

  it('given prompts unanswered at home, then there is none; from elsewhere, then there is one', () => {
    const atHome = tell()
    const ana = atHome.person('ana')
    ana.isKnown(5)
    const away = tell()
    const ben = away.person('ben')
    ben.isKnown(5)
    for (const at of ['8 10:00', '8 10:05', '8 10:10', '8 10:15', '8 10:20']) {
      ana.ignoresPush({ at })
      ben.ignoresPush({ at, from: elsewhere })
    }
    assert.equal(found(atHome, 'mfa-fatigue').length, 0)
    assert.equal(found(away, 'mfa-fatigue').length, 1)
  })

  it('given refusals that the person called a mistake, or prompts that never arrived, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    for (let n = 0; n < 9; n++) {
      ana.refusesPush({ at: `10:0${n}`, row: { reason: 'mistake' } })
      ana.refusesPush({ at: `11:0${n}`, row: { reason: 'prompt-undeliverable' } })
    }
    assert.deepEqual(found(story, 'mfa-fatigue'), [])
  })

  it('given one refusal logged in two rows, then it counts once', () => {
    const story = tell()
    const ana = story.person('ana')
    for (let n = 0; n < 4; n++) {
      ana.refusesPush({ at: `10:0${n}:00`, row: { code: 'user.mfa.okta_verify.deny_push', activity: 'prompt' } })
      ana.refusesPush({ at: `10:0${n}:01`, row: { code: 'user.authentication.auth_via_mfa' } })
    }
    assert.deepEqual(found(story, 'mfa-fatigue'), [])
  })
})

describe('fatigue-approved', () => {
  it('given three refusals from elsewhere and an approval there, then the approval is suspect', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 22:00', '8 22:02', '8 22:04']) ana.refusesPush({ at, from: elsewhere })
    ana.approvesPush({ at: '8 22:06', from: elsewhere })
    assert.deepEqual(
      found(story, 'fatigue-approved').map((finding) => finding.severity),
      ['critical'],
    )
  })

  it('given two refusals and an approval, then it is not', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['22:00', '22:02']) ana.refusesPush({ at, from: elsewhere })
    ana.approvesPush({ at: '22:06', from: elsewhere })
    assert.deepEqual(found(story, 'fatigue-approved'), [])
  })

  it('given refusals of prompts from elsewhere, when the person signs in at home meanwhile, then that is no approval', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 08:50', '8 08:52', '8 08:54', '8 08:56']) ana.refusesPush({ at, from: elsewhere })
    ana.approvesPush({ at: '8 09:00' })
    assert.deepEqual(found(story, 'fatigue-approved'), [])
  })
})

describe('second-step-throttle', () => {
  it('given five wrong codes in 30 minutes at home, then it is a low finding that sends nobody to a reset', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 10:00', '8 10:05', '8 10:10', '8 10:15', '8 10:30']) ana.entersWrongCode({ at })
    assert.deepEqual(
      found(story, 'second-step-throttle').map(({ severity, rowsCount }) => [severity, rowsCount]),
      [['low', 5]],
    )
  })

  it('given the fifth a second late, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['10:00:00', '10:05:00', '10:10:00', '10:15:00', '10:30:01']) ana.entersWrongCode({ at })
    assert.deepEqual(found(story, 'second-step-throttle'), [])
  })

  it('given five wrong codes from elsewhere, then it is guessing', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 10:00', '8 10:05', '8 10:10', '8 10:15', '8 10:20']) {
      ana.entersWrongCode({ at, from: elsewhere })
    }
    assert.equal(found(story, 'second-step-throttle')[0]?.severity, 'high')
  })
})

describe('password-spray', () => {
  const attacker: Place = elsewhere

  it('given one try each on many accounts from one address, then it is one finding', () => {
    const story = tell()
    for (let n = 0; n < 20; n++) {
      story.person(`p${n}`).mistypesPassword({ at: `10:${String(n).padStart(2, '0')}`, from: attacker })
    }
    const [finding, ...others] = found(story, 'password-spray')
    assert.equal(others.length, 0)
    assert.equal(finding?.people?.size, 20)
    assert.equal(finding?.severity, 'high')
  })

  it('given that one of them gets in, then it is critical, and the address never becomes their own', () => {
    const story = tell()
    const people = Array.from({ length: 6 }, (_, n) => story.person(`p${n}`))
    for (const [n, person] of people.entries()) person.mistypesPassword({ at: `10:0${n}`, from: attacker })
    people[0]?.signsIn({ at: '10:09', from: attacker })
    assert.deepEqual(
      found(story, 'password-spray').map((finding) => finding.severity),
      ['critical'],
    )
  })

  it('given that one gets in and one is stopped at the second step, then both are named, however long the spray goes on', () => {
    const story = tell()
    const people = Array.from({ length: 6 }, (_, n) => story.person(`p${n}`))
    for (const [n, person] of people.entries()) person.mistypesPassword({ at: `10:0${n}`, from: attacker })
    people[0]?.signsIn({ at: '10:09', from: attacker })
    people[1]?.isAskedForSecondStep({ at: '10:10', from: attacker })
    for (const at of ['10:40', '11:30', '12:20']) people[5]?.mistypesPassword({ at, from: attacker })
    const [finding] = found(story, 'password-spray')
    assert.equal(
      finding?.summary,
      '6 accounts tried from one source; signed in from it: p0@example.com; password right, but no second step: p1@example.com.',
    )
    assert.equal(finding?.severity, 'critical')
  })

  it('given that somebody gets in from there who was never tried, then they are named, and not counted as tried', () => {
    const story = tell()
    for (let n = 0; n < 6; n++) story.person(`p${n}`).mistypesPassword({ at: `10:0${n}`, from: attacker })
    story.person('joey').signsIn({ at: '10:09', from: attacker })
    assert.match(
      found(story, 'password-spray')[0]?.summary ?? '',
      /^6 accounts tried .* signed in from it: joey@example.com\.$/,
    )
  })

  it('given four people who fail once each in four hours beside one who keeps failing, then there is none', () => {
    const story = tell()
    const keen = story.person('keen')
    for (let n = 0; n < 4; n++) {
      keen.mistypesPassword({ at: `1${n}:00`, from: attacker })
      story.person(`p${n}`).mistypesPassword({ at: `1${n}:20`, from: attacker })
      keen.mistypesPassword({ at: `1${n}:40`, from: attacker })
    }
    assert.deepEqual(found(story, 'password-spray'), [])
  })

  it('given an office whose people mistype on a Monday and then get in, then there is none', () => {
    const story = tell()
    const office: Partial<Place> = { ip: '192.0.2.1' }
    for (let n = 0; n < 30; n++) {
      const person = story.person(`p${n}`, office)
      const minute = String(n).padStart(2, '0')
      person.mistypesPassword({ at: `09:${minute}:00` })
      person.signsIn({ at: `09:${minute}:40` })
    }
    assert.deepEqual(found(story, 'password-spray'), [])
  })

  it('given names that the provider does not know, then they count all the same, for the address', () => {
    const story = tell()
    for (let n = 0; n < 6; n++) {
      const row = {
        person: '',
        account: '',
        known: false,
        reason: 'unknown-user',
        name: `guess${n}@example.com`,
      } as const
      story.person(`p${n}`).mistypesPassword({ at: `10:0${n}`, from: attacker, row })
    }
    assert.equal(found(story, 'password-spray').length, 1)
  })
})

describe('impossible-travel', () => {
  const newYork: Place = { ...elsewhere, ip: '203.0.113.9', latitude: 40.7, longitude: -74, country: 'US' }

  it('given Berlin at nine and New York at ten, on another device, then there is one', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(3)
    ana.signsIn({ at: '3 10:00', from: newYork })
    assert.equal(found(story, 'impossible-travel').length, 1)
  })

  it('given nine hours between them, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.signsIn({ at: '09:00' })
    ana.signsIn({ at: '18:00', from: newYork })
    assert.deepEqual(found(story, 'impossible-travel'), [])
  })

  it('given the same device at both ends, then it travels through a VPN', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.signsIn({ at: '09:00' })
    ana.signsIn({ at: '10:00', from: { ...newYork, device: 'laptop of ana' } })
    assert.deepEqual(found(story, 'impossible-travel'), [])
  })
})

describe('messages, protocols, changes and emergency accounts', () => {
  it('given eleven messages within an hour, then it is a flood; ten are not', () => {
    const ten = tell()
    const eleven = tell()
    const ana = ten.person('ana')
    const ben = eleven.person('ben')
    for (let n = 0; n < 11; n++) {
      const at = `10:${String(n * 6).padStart(2, '0')}`
      if (n < 10) ana.isSentMessage({ at })
      ben.isSentMessage({ at: n === 10 ? '11:00' : at })
    }
    assert.equal(found(ten, 'sms-flood').length, 0)
    assert.equal(found(eleven, 'sms-flood').length, 1)
  })

  it('given POP for a person of whom MFA is required, then there is one; for a service account without, then none', () => {
    const story = tell()
    const ana = story.person('ana')
    const scanner = story.person('scanner')
    const pop = { legacy: true, proved: false, method: 'password' } as const
    ana.signsIn({ at: '09:00' })
    ana.signsIn({ at: '10:00', row: pop })
    scanner.signsIn({ at: '09:00', row: pop })
    scanner.signsIn({ at: '10:00', row: pop })
    assert.deepEqual(
      found(story, 'legacy-protocol').map((finding) => finding.person),
      [ana.key],
    )
  })

  it('given MFA switched off by an administrator, then it is named; a self-service enrolment is not', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.changes('mfa-disabled', { at: '09:00', by: 'joey@example.com' })
    ana.changes('authenticator-added', { at: '09:05', target: 'phone' })
    assert.equal(found(story, 'change-outside-case').length, 1)
  })

  it('given codes that an administrator looked at, then it is named', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.changes('codes-viewed', { at: '09:00', by: 'joey@example.com' })
    assert.deepEqual(
      found(story, 'change-outside-case').map(({ person, summary }) => [person, summary]),
      [[ana.key, 'Codes that pass the second step were looked at by joey@example.com.']],
    )
  })

  it('given a phone that an administrator removed, when the row does not say whose, then it is not the administrator’s', () => {
    const story = tell()
    const joey = story.person('joey')
    const nobody = { row: { person: '', account: '', name: '' } }
    joey.changes('authenticator-removed', { at: '09:00', by: 'joey@example.com', target: '+15550100', ...nobody })
    joey.changes('policy-changed', { at: '10:00', by: 'joey@example.com', ...nobody })
    assert.deepEqual(
      found(story, 'change-outside-case').map(({ person }) => person),
      ['', '~joey@example.com'],
    )
  })

  it('given a policy that was weakened, then it weighs more than one that was changed; strengthened, it is no finding', () => {
    const story = tell()
    const joey = story.person('joey')
    joey.changes('policy-weakened', { at: '09:00', by: 'joey@example.com', target: 'MFA' })
    joey.changes('policy-changed', { at: '10:00', by: 'joey@example.com', target: 'Network' })
    joey.changes('policy-strengthened', { at: '11:00', by: 'joey@example.com', target: 'Bots' })
    assert.deepEqual(
      found(story, 'change-outside-case').map(({ severity, summary }) => [severity, summary]),
      [
        ['medium', 'A policy was weakened (MFA) by joey@example.com.'],
        ['low', 'A policy was changed (Network) by joey@example.com.'],
      ],
    )
  })

  it('given one change of a policy in two services’ rows, then it is one finding with both; a later one is another', () => {
    const story = tell()
    const joey = story.person('joey')
    const nobody = { person: '', account: '', name: '' }
    const saves = (at: string, code: string, by = 'joey@example.com', target = 'MFA') =>
      joey.changes('policy-changed', { at, by, target, row: { ...nobody, code } })
    saves('09:00:00', 'Update policy')
    saves('09:00:10', 'Update conditional access policy')
    saves('09:00:21', 'Update policy')
    saves('09:00:21', 'Update policy', 'joey@example.com', 'Network')
    saves('09:00:22', 'Update policy', 'mona@example.com')
    assert.deepEqual(
      found(story, 'change-outside-case').map(({ rows, summary }) => [rows.map(({ code }) => code), summary]),
      [
        [['Update policy', 'Update conditional access policy'], 'A policy was changed (MFA) by joey@example.com.'],
        [['Update policy'], 'A policy was changed (MFA) by joey@example.com.'],
        [['Update policy'], 'A policy was changed (Network) by joey@example.com.'],
        [['Update policy'], 'A policy was changed (MFA) by mona@example.com.'],
      ],
    )
  })

  it('given a second step asked for at a data centre, then whoever sits there has the password', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    const hosted = { ...elsewhere, asn: 24_940 }
    ana.mistypesPassword({ at: '8 02:00', from: hosted })
    ana.isAskedForSecondStep({ at: '8 02:01', from: hosted })
    ana.isAskedForSecondStep({ at: '8 02:02', from: hosted, row: { reason: 'page-shown' } })
    const [finding, ...others] = found(story, 'untrusted-address')
    assert.deepEqual([finding?.severity, finding?.rowsCount, others.length], ['low', 1, 0])
  })

  it('given a stranger abroad and then the person at home on their own device, then one of the two travelled', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    ana.signsIn({ at: '8 09:00' })
    ana.signsIn({ at: '9 08:00', from: { ...elsewhere, latitude: 55.8, longitude: 37.6 } })
    ana.signsIn({ at: '9 08:20' })
    assert.equal(found(story, 'impossible-travel').length, 1)
  })

  it('given a data centre that colleagues get in from, then it is an exit and no journey', () => {
    const story = tell()
    const exit: Place = { ...elsewhere, asn: 16_276, latitude: 48.8, longitude: 2.3, country: 'FR' }
    const hotel = { ...elsewhere, ip: '192.0.2.9', latitude: 1.3, longitude: 103.8, country: 'SG' }
    for (const name of ['ana', 'ben', 'eve']) {
      const colleague = story.person(name)
      colleague.isKnown(6)
      colleague.signsIn({ at: '8 10:00', from: { ...exit, device: `laptop of ${name}` } })
    }
    const tom = story.person('tom')
    tom.isKnown(6)
    tom.signsIn({ at: '9 10:00', from: hotel })
    tom.signsIn({ at: '9 10:20', from: exit })
    assert.deepEqual(found(story, 'impossible-travel'), [])
  })

  it('given a log without operators, then what colleagues share is an exit on the first day, and a desk on the second', () => {
    const story = tell()
    const tunnel: Place = { ...elsewhere, asn: 0, latitude: 48.8, longitude: 2.3, country: 'FR' }
    const hotel = { ...elsewhere, asn: 0, ip: '192.0.2.9', latitude: 1.3, longitude: 103.8, country: 'SG' }
    for (const name of ['ana', 'ben', 'eve']) story.person(name).signsIn({ at: '8 08:00', from: tunnel })
    const tom = story.person('tom', { asn: 0 })
    tom.isKnown(6)
    tom.signsIn({ at: '9 10:00', from: hotel })
    tom.signsIn({ at: '9 10:20', from: tunnel })
    tom.signsIn({ at: '9 11:00', from: hotel })
    tom.signsIn({ at: '9 11:06', from: tunnel })
    assert.deepEqual(found(story, 'impossible-travel'), [])
    tom.signsIn({ at: '10 11:10', from: tunnel })
    const stranger = { device: 'stranger', client: 'Other', country: 'BR', latitude: -23.5, longitude: -46.6 }
    tom.signsIn({ at: '10 11:20', from: { ...hotel, ip: '198.51.100.9', ...stranger } })
    assert.equal(found(story, 'impossible-travel').length, 1)
  })

  it('given a log without operators and a journey that there was time for, then the office network may be a tunnel’s exit', () => {
    const office: Place = {
      ...elsewhere,
      ip: '198.51.77.10',
      asn: 0,
      device: '',
      client: 'Safari',
      latitude: 48,
      longitude: 11,
    }
    const hotel = { ...office, ip: '192.0.2.9', latitude: 40.7, longitude: -74, country: 'US' }
    const seen = (leaves: At, client = 'Safari') => {
      const story = tell()
      for (const name of ['ana', 'ben', 'eve']) story.person(name).signsIn({ at: '1 08:00', from: office })
      const tom = story.person('tom', office)
      tom.isKnown(3)
      tom.signsIn({ at: leaves, from: office })
      tom.signsIn({ at: '6 14:00', from: { ...hotel, client } })
      tom.signsIn({ at: '6 14:13', from: office })
      return found(story, 'impossible-travel').length
    }
    assert.equal(seen('5 18:00'), 0)
    assert.equal(seen('6 11:00'), 1, 'three hours before')
    assert.equal(seen('5 18:00', 'Chrome'), 1, 'another browser')
  })

  it('given three roles granted in one go by one hand, then they are one change; a second later, another', () => {
    const story = tell()
    const ana = story.person('ana')
    const by = 'joey@example.com'
    for (const [at, target] of [
      ['09:00:00', 'Global Administrator'],
      ['09:00:00', 'Helpdesk Administrator'],
      ['09:00:01', 'User Administrator'],
      ['09:00:03', 'Security Reader'],
    ] as const) {
      ana.changes('role-granted', { at, by, target })
    }
    const [first, second, ...others] = found(story, 'change-outside-case')
    assert.deepEqual([first?.rowsCount, second?.rowsCount, others.length], [3, 1, 0])
    assert.match(first?.summary ?? '', /Global Administrator, Helpdesk Administrator, User Administrator\), 3 times/)
  })

  it('given a new authenticator soon after a sign-in from elsewhere, then it looks like a takeover', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(20)
    ana.signsIn({ at: '22 03:00', from: elsewhere })
    ana.changes('authenticator-added', { at: '22 03:10', from: elsewhere })
    assert.equal(found(story, 'takeover-pattern')[0]?.severity, 'critical')
  })

  it('given three resets of one person within a day, then somebody is probing', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['09:00', '11:00', '15:00']) ana.changes('password-reset', { at, by: 'help@example.com' })
    assert.equal(found(story, 'recovery-probing').length, 1)
  })

  it('given a helpdesk that does several things in one go, then that is one request; what is done again is another', () => {
    const by = 'help@example.com'
    const once = tell()
    const ana = once.person('ana')
    ana.changes('password-reset', { at: '09:00', by })
    ana.changes('authenticators-reset', { at: '09:04', by })
    ana.changes('pass-issued', { at: '09:08', by })
    assert.deepEqual(found(once, 'recovery-probing'), [])

    const phones = tell()
    const eve = phones.person('eve')
    for (const at of ['09:00:00', '09:00:02', '15:00:00', '15:00:02'])
      eve.changes('authenticator-removed', { at, by, attempt: at })
    assert.deepEqual(found(phones, 'recovery-probing'), [])

    const again = tell()
    const ben = again.person('ben')
    for (const at of ['09:00', '09:04', '09:08']) ben.changes('password-reset', { at, by })
    assert.equal(found(again, 'recovery-probing').length, 1)
  })

  it('given a log that names addresses alone, then a contact changed from a new one is no takeover', () => {
    const bare = { device: '', client: '', country: '', latitude: Number.NaN, longitude: Number.NaN, asn: 0 }
    const story = tell()
    const ana = story.person('ana', bare)
    ana.isKnown(20)
    const hotel = { ...elsewhere, ...bare }
    ana.signsIn({ at: '22 08:00', from: hotel })
    ana.changes('contact-changed', { at: '22 08:10', from: hotel })
    assert.deepEqual(found(story, 'takeover-pattern'), [])
  })

  it('given somebody known since yesterday, then their home abroad is not strange, and a hosting network is', () => {
    const atHome = tell()
    const ana = atHome.person('ana')
    for (const at of ['09:00', '11:00', '13:00']) ana.signsIn({ at })
    const home = { ...elsewhere, client: 'Firefox 140 Windows' }
    ana.signsIn({ at: '2 09:00', from: home })
    ana.changes('authenticator-added', { at: '2 10:00', from: home })
    assert.deepEqual(found(atHome, 'takeover-pattern'), [])

    const rented = tell()
    const ben = rented.person('ben')
    for (const at of ['09:00', '11:00', '13:00']) ben.signsIn({ at })
    ben.signsIn({ at: '2 09:00', from: { ...elsewhere, asn: 14_061 } })
    ben.changes('authenticator-added', { at: '2 10:00', from: { ...elsewhere, asn: 14_061 } })
    assert.equal(found(rented, 'takeover-pattern').length, 1)
  })

  it('given any use of an emergency account, then it is told', () => {
    const story = tell()
    story.person('breakglass1').mistypesPassword({ at: '09:00' })
    story.person('ben').mistypesPassword({ at: '09:00' })
    assert.equal(found(story, 'emergency-account').length, 1)
  })

  it('given many people who fail at once, then it is a mass lockout and no fatigue', () => {
    const story = tell()
    for (let n = 0; n < 40; n++) {
      const person = story.person(`p${n}`)
      person.signsIn({ at: '09:00' })
      person.meetsServiceError({ at: `10:${String(n % 10).padStart(2, '0')}` })
    }
    assert.equal(found(story, 'mass-lockout').length, 1)
    assert.equal(found(story, 'mfa-fatigue').length, 0)
  })

  it('given many slips on one morning, of which each is over in the same attempt, then it is none', () => {
    const row = { outcome: 'failure', reason: 'second-step-failed' } as const
    const story = tell()
    for (let n = 0; n < 30; n++) {
      const person = story.person(`p${n}`)
      person.ignoresPush({ at: `10:${n + 10}`, attempt: 'a', row })
      person.signsIn({ at: `10:${n + 10}:20` })
    }
    assert.deepEqual(found(story, 'mass-lockout'), [])
  })

  it('given a policy that people meet one by one, then it is one mass lockout', () => {
    const story = tell()
    for (let n = 0; n < 40; n++) story.person(`p${n}`).signsIn({ at: '09:00' })
    for (let n = 0; n < 16; n++) {
      const at = `${9 + Math.floor(n / 8)}:${String(5 + (n % 8) * 7).padStart(2, '0')}`.padStart(5, '0')
      story.person(`p${n}`).isBlockedBy('New rule', { at })
    }
    assert.equal(found(story, 'mass-lockout').length, 1)
  })
})

describe('new device, new network and unusual hour', () => {
  it('given three weeks of habits, when everything differs, then each is told once, and only reports', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(21)
    for (let day = 1; day <= 21; day++) ana.signsIn({ at: `${day} 14:00` })
    ana.signsIn({ at: '22 03:00', from: { ...elsewhere, device: 'another laptop' } })
    for (const id of ['new-device', 'new-network', 'unusual-hour']) assert.equal(found(story, id).length, 1, id)
  })

  it('given a person seen for the first time, then nothing is new', () => {
    const story = tell()
    story.person('ana').signsIn({ at: '03:00' })
    assert.deepEqual(findingsOf(story), [])
  })
})
