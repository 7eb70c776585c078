/** The way round Postern: whatever the port can change, an administrator can too, and each change has its row. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { PASSWORD } from '../sample-people.ts'
import { HOMES, type Play, startPlay } from '../sample-play.ts'
import { newVisitor, type Visitor } from '../visitor.ts'

describe('the administrators’ console', () => {
  let play: Play
  let desk: Visitor
  let at: string
  before(async () => {
    play = await startPlay()
    at = `http://sandbox-admin.localhost:${play.sandbox.port}`
    desk = newVisitor({ address: HOMES.gus as string, isBack: () => false })
    await desk.opens(at)
    await desk.sends('password', { userName: 'gus', password: PASSWORD })
    const { page } = await desk.sends('recovery-code', { code: play.codesOf.get('gus')?.[0] as string })
    assert.match(page, /Signed in as gus/)
  })
  after(async () => await play?.stop())

  /** Presses a button of ana's page; gives the page and the new rows of the audit log. */
  async function presses(act: string, fields: Readonly<Record<string, string>> = {}) {
    const rows = play.sandbox.log.kept().audits.length
    const { page } = await desk.posts(`${at}/people/${play.person('ana').id}/${act}`, fields)
    const audits = play.sandbox.log.kept().audits.slice(rows)
    return { page, rows: audits.map(({ action, actor, user }) => `${actor.name} ${action} ${user?.name}`) }
  }

  it('given each button of a person’s page, then it is done, and the audit log says by whom', async () => {
    const [first = ''] = play.person('ana').authenticators.map(({ id }) => id)
    const expected: readonly (readonly [act: string, action: string, fields?: Readonly<Record<string, string>>])[] = [
      ['issue-pass', 'pass.issued'],
      ['withdraw-pass', 'pass.withdrawn'],
      ['start-enrolment', 'enrolment.started'],
      ['withdraw-enrolment', 'enrolment.withdrawn'],
      ['require-password-reset', 'password.reset_required'],
      ['reset-password', 'password.reset'],
      ['unlock', 'person.unlocked'],
      ['end-sessions', 'sessions.ended'],
      ['suspend', 'person.suspended'],
      ['unsuspend', 'person.unsuspended'],
      ['join-group', 'group.joined', { group: 'travellers' }],
      ['leave-group', 'group.left', { group: 'travellers' }],
      ['remove-authenticator', 'authenticator.removed', { authenticator: first }],
      ['reset-authenticators', 'authenticators.reset'],
    ]
    for (const [act, action, fields] of expected) {
      assert.deepEqual((await presses(act, fields)).rows, [`gus ${action} ana`])
    }
    assert.deepEqual(play.person('ana').authenticators, [])
  })

  it('given a secret, then it stands on the page once, and in no row', async () => {
    const { page } = await presses('issue-pass')
    const pass = /pass: ([\w-]+)</.exec(page)?.[1] ?? assert.fail('no pass')
    assert.ok(!(await desk.opens(`${at}/people/${play.person('ana').id}`)).page.includes(pass))
    assert.ok(!JSON.stringify([play.sandbox.log.kept(), play.sandbox.world]).includes(pass))
  })

  it('given settings for everybody, then rules and passes are switched, each with its row', async () => {
    const rows = play.sandbox.log.kept().audits.length
    const [rule] = play.sandbox.world.rules
    await desk.posts(`${at}/rules/${rule?.id}`, { enabled: 'no' })
    await desk.posts(`${at}/rules/${rule?.id}`, { enabled: 'yes' })
    await desk.posts(`${at}/passes`, { allowed: 'no' })
    assert.match((await presses('issue-pass')).page, /The settings allow no passes/)
    await desk.posts(`${at}/passes`, { allowed: 'yes' })
    assert.deepEqual(
      play.sandbox.log
        .kept()
        .audits.slice(rows)
        .map(({ action }) => action),
      ['rule.disabled', 'rule.enabled', 'passes.forbidden', 'passes.allowed'],
    )
  })

  it('given somebody who is no administrator any more, then nothing is done', async () => {
    play.person('gus').administrator = false
    assert.deepEqual((await presses('issue-pass')).rows, [])
    play.person('gus').administrator = true
  })
})
