import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aCase, HOUR_MS, MINUTE_MS, RIYA, recipe, ruled, TOM } from './sample-case.ts'

const CODE = recipe('code-and-password', [['saved-code'], ['password']])
const CODES = ruled([CODE])
const DAY = recipe('code-and-manager', [['saved-code'], ['manager']], 24 * HOUR_MS, 1)
const SLOW = ruled([DAY])

describe('a case, from asking to a proven sign-in', () => {
  it('given a saved code and the password, then the pass is given to that session, and a sign-in with it closes the case', () => {
    const ana = aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES).isTold()
    ana.isGiven('a', CODES).settles().signsIn()
    assert.deepEqual([ana.is, ana.end], ['over', 'recovered'])
  })

  it('given evidence of nobody, then no pass; who asked is written down', () => {
    const ana = aCase().joins('a').passes('a', 'saved-code').waits('a', CODES)
    assert.equal(ana.refused, 'ERR_CASE_EVIDENCE')
    assert.equal(ana.facts.at(-1)?.type, 'recovery-refused')
    assert.equal(ana.isGiven('a', CODES).refused, 'ERR_CASE_STATE')
  })

  it('given notices that did not go out, then nothing is given, not even without a wait (rule 14)', () => {
    const ana = aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES)
    assert.equal(ana.isGiven('a', CODES).refused, 'ERR_CASE_WAIT')
  })

  it('given a policy in force that asks for more than the one it was opened under, then both have to be met (rule 8)', () => {
    const stricter = ruled([CODE], { inForce: [recipe('manager-too', [['saved-code'], ['password'], ['manager']])] })
    const ana = aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES).isTold()
    assert.equal(ana.isGiven('a', stricter).refused, 'ERR_CASE_EVIDENCE')
  })
})

describe('evidence that is days old', () => {
  const ready = () => aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES).isTold()

  it('given a session that is left open for a day, then it gets nothing until one check is repeated in it', () => {
    const ana = ready().after(25 * HOUR_MS)
    assert.equal(ana.isGiven('a', CODES).refused, 'ERR_CASE_PICK_UP')
    assert.equal(ana.picksUp('a', 'saved-code').isGiven('a', CODES).refused, undefined)
  })

  it('given less than a day, then the pass is given', () => {
    assert.equal(
      ready()
        .after(23 * HOUR_MS)
        .isGiven('a', CODES).refused,
      undefined,
    )
  })
})

describe('two who ask in one case (rule 1)', () => {
  it('given a second one who passes a check of their own, then it is contested and over', () => {
    const ana = aCase().joins('a').joins('b').passes('a', 'saved-code').passes('b', 'password')
    assert.deepEqual([ana.is, ana.end], ['over', 'contested'])
  })

  it('given a second one who repeats the strongest check of the first, then they are one', () => {
    const ana = aCase().joins('a').passes('a', 'totp').joins('b').passes('b', 'totp')
    assert.equal(ana.is, 'verifying')
    assert.equal(ana.facts.at(-1)?.type, 'claimant-recognised')
  })

  it('given the same kind of check with another device, then they are not', () => {
    const ana = aCase()
      .joins('a')
      .passes('a', 'totp')
      .joins('b')
      .passes('b', 'totp', { device: ['other'] })
    assert.equal(ana.end, 'contested')
  })

  it('given somebody who only joined, then they get nothing of what the other proved', () => {
    const ana = aCase()
      .joins('a')
      .joins('b')
      .passes('a', 'saved-code')
      .passes('a', 'password')
      .waits('a', CODES)
      .isTold()
    assert.equal(ana.isGiven('b', CODES).refused, 'ERR_CASE_SESSION')
  })
})

describe('waiting (rules 14 to 16)', () => {
  const begun = () =>
    aCase('privileged').joins('a').passes('a', 'saved-code').passes('a', 'manager').waits('a', SLOW).isTold()

  it('given a day, an answer on a channel of its own, an approval and a check repeated, then the pass is given', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(24 * HOUR_MS)
    ana.picksUp('a', 'saved-code').isGiven('a', SLOW)
    assert.deepEqual([ana.refused, ana.is], [undefined, 'restoring'])
  })

  it('given a day less a minute, then it is not over', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(24 * HOUR_MS - 5 * MINUTE_MS)
    assert.equal(ana.picksUp('a', 'saved-code').isGiven('a', SLOW).refused, 'ERR_CASE_WAIT')
  })

  it('given Postern down for two of three days, then that time does not count (R52)', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(25 * HOUR_MS)
      .isDownFor(16 * HOUR_MS)
    assert.equal(ana.picksUp('a', 'saved-code').isGiven('a', SLOW).refused, 'ERR_CASE_WAIT')
  })

  it('given nobody who answered, or an answer on what evidence rests on, then it does not elapse (R13, R45)', () => {
    for (const ana of [begun(), begun().answers({ person: ['bo'] }), begun().answers({ device: null })]) {
      ana.isApprovedBy(RIYA).after(48 * HOUR_MS)
      assert.equal(ana.picksUp('a', 'saved-code').isGiven('a', SLOW).refused, 'ERR_CASE_NOT_ANSWERED')
    }
  })

  it('given who gave evidence, or whom it is about, then their approval is refused and written down (R10)', () => {
    for (const human of ['bo', 'ana']) {
      const ana = begun().isApprovedBy({ id: human, human })
      assert.equal(ana.refused, 'ERR_CASE_SEPARATION')
      assert.equal(ana.facts.at(-1)?.type, 'approval-refused')
    }
  })

  it('given an approver who then takes part in a check, then the approval counts no more', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(TOM)
      .after(24 * HOUR_MS)
    ana.passes('a', 'callback-landline', { number: ['desk'], person: ['tom'] }, TOM)
    assert.equal(ana.picksUp('a', 'saved-code').isGiven('a', SLOW).refused, 'ERR_CASE_APPROVALS')
  })

  it('given another browser after the wait, then one check of the case repeated in it is enough, and only it gets the pass', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(24 * HOUR_MS)
    ana.joins('phone').picksUp('phone', 'saved-code')
    assert.equal(ana.isGiven('a', SLOW).refused, 'ERR_CASE_PICK_UP')
    assert.equal(ana.isGiven('phone', SLOW).refused, undefined)
  })

  it('given a pick-up before the wait was over, then it is repeated afterwards', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(HOUR_MS)
      .picksUp('a', 'saved-code')
    assert.equal(ana.after(24 * HOUR_MS).isGiven('a', SLOW).refused, 'ERR_CASE_PICK_UP')
  })

  it('given eight days after the pick-up, then it has to be repeated', () => {
    const ana = begun()
      .answers({ mailbox: ['private'] })
      .isApprovedBy(RIYA)
      .after(24 * HOUR_MS)
      .picksUp('a', 'saved-code')
    assert.equal(ana.after(7 * 24 * HOUR_MS).isGiven('a', SLOW).refused, 'ERR_CASE_PICK_UP')
  })
})

describe('stopping (rule 13)', () => {
  it('given a stop, then nothing gives access any more, and taking it stays open', () => {
    const ana = aCase()
      .joins('a')
      .passes('a', 'saved-code')
      .passes('a', 'password')
      .waits('a', CODES)
      .isTold()
      .isStopped()
    assert.equal(ana.isGiven('a', CODES).refused, 'ERR_CASE_OVER')
    assert.equal(ana.isTaken().refused, undefined)
    assert.equal(ana.settles('sessions').refused, undefined)
    assert.equal(ana.facts.at(-1)?.type, 'remedy-settled')
    assert.equal(ana.end, 'stopped')
  })

  it('given a freeze, or a clock that jumped, then nothing is given (rule 15)', () => {
    const ready = () => aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES).isTold()
    assert.equal(ready().isGiven('a', ruled([CODE], { isFrozen: true })).refused, 'ERR_CASE_FROZEN')
    assert.equal(ready().isGiven('a', ruled([CODE], { isClockInDoubt: true })).refused, 'ERR_CASE_CLOCK')
  })
})

describe('proof (rule 17)', () => {
  const given = () =>
    aCase().joins('a').passes('a', 'saved-code').passes('a', 'password').waits('a', CODES).isTold().isGiven('a', CODES)

  it('given a sign-in from before the change, then it proves nothing (R24)', () => {
    const ana = given().settles()
    assert.equal(ana.signsIn(ana.at - 10 * MINUTE_MS).refused, 'ERR_CASE_PROOF')
  })

  it('given a change that failed, then there is nothing to prove', () => {
    assert.equal(given().settles('pass', 'failed').signsIn().refused, 'ERR_CASE_STATE')
  })
})

describe('more evidence than any case needs', () => {
  it('given two hundred pieces, then no more are taken, and the wait still begins', () => {
    const ana = aCase().joins('a').passes('a', 'saved-code')
    for (let n = 1; n < 199; n++) ana.passes('a', 'recent-activity')
    ana.passes('a', 'password')
    assert.equal(ana.passes('a', 'totp').refused, 'ERR_CASE_FULL')
    assert.equal(ana.waits('a', CODES).refused, undefined)
  })
})

describe('what nobody goes on with', () => {
  it('given three days without anything, then it is abandoned at the next word', () => {
    const ana = aCase()
      .joins('a')
      .after(3 * 24 * HOUR_MS)
      .passes('a', 'saved-code')
    assert.deepEqual([ana.refused, ana.end], ['ERR_CASE_OVER', 'abandoned'])
  })
})

describe('a tier within a case', () => {
  it('given somebody who is privileged meanwhile, then weak evidence is none any more; and back down it never goes (R15)', () => {
    const weak = ruled([recipe('mail-and-manager', [['email-code'], ['manager']])])
    const ana = aCase().joins('a').passes('a', 'email-code').passes('a', 'manager').isAssessedAs('privileged')
    assert.equal(ana.isAssessedAs('standard').waits('a', weak).refused, 'ERR_CASE_EVIDENCE')
  })
})
