/** Passwords, codes of a sheet and passes, by NIST SP 800-63B-4 (../shared/standards has the requirements by their ids). */
import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { hashRaw } from '@node-rs/argon2'
import { createActs } from './admin/acts.ts'
import { passwordProblem } from './password-rules.ts'
import { FAR, PASSWORD } from './sample-people.ts'
import { HOMES, type Play, startPlay } from './sample-play.ts'
import { hashPassword, hashRecoveryCode, isPassword, newCode, newRecoveryCodes, newSalt } from './secrets.ts'
import { newVisitor } from './visitor.ts'

describe('passwords', () => {
  it('given the reference implementation’s vector, then argon2id gives its bytes', async () => {
    const options = { memoryCost: 65_536, timeCost: 2, parallelism: 1, salt: Buffer.from('somesalt') }
    assert.equal(
      (await hashRaw('password', options)).toString('hex'),
      '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
    )
  })

  it('63B-3.1.1-b: given a password, then it is kept by argon2id with OWASP’s parameters and a salt of its own', async () => {
    const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)]
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$/)
    assert.notEqual(one, other)
    assert.deepEqual([await isPassword(PASSWORD, one), await isPassword(`${PASSWORD} `, one)], [true, false])
    assert.equal(await isPassword('', null), false)
  })

  it('given one password typed as two sequences of code points, then it is one', async () => {
    assert.ok(await isPassword('cafe\u0301 with much sugar', await hashPassword('caf\u00e9 with much sugar')))
  })

  it('63B-3.1.1-b: given fourteen characters, then too short; given 64 of any kind, spaces and emoji too, then taken', () => {
    const ana = { userName: 'ana' }
    assert.equal(passwordProblem('x7!kQ2@vB9#mZ4', ana), 'too-short')
    assert.equal(passwordProblem('kitchen window seven rain', ana), undefined)
    assert.equal(passwordProblem(`${'🦊🐻🌲🚲'.repeat(3)}x7kq`, ana), undefined)
    assert.equal(passwordProblem('kitchen window seven rain'.padEnd(64, ' more'), ana), undefined)
    assert.equal(passwordProblem('x7!kQ2@vB9#mZ4'.repeat(20), ana), 'too-long')
  })

  it('given what is guessed first, then too common', () => {
    for (const password of [
      'Correct Horse Battery Staple',
      'abcabcabcabcabcab',
      '0123456789012345',
      'ana-ana-ana-2026-06',
    ]) {
      assert.equal(passwordProblem(password, { userName: 'ana' }), 'too-common', password)
    }
  })
})

describe('codes of a sheet, and passes', () => {
  let play: Play
  before(async () => {
    play = await startPlay()
  })
  after(async () => await play?.stop())
  const visitor = (address: string) => newVisitor({ address, isBack: play.application.isBack })

  it('SRC-1: given codes, then each has 80 random bits, and none is like another', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCodes).flat()
    assert.equal(new Set(codes).size, codes.length)
    for (const code of codes) assert.match(code, /^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  })

  it('SRC-4: given a code of a sheet, then argon2id with the sheet’s salt keeps it, as another implementation has it', async () => {
    const [code, salt] = [newCode(), newSalt()]
    const parameters = { message: code.replaceAll('-', ''), nonce: Buffer.from(salt, 'base64url') }
    const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }
    assert.equal(
      await hashRecoveryCode(code.toUpperCase(), salt),
      argon2Sync('argon2id', { ...parameters, ...cost }).toString('base64url'),
    )
    assert.ok(Buffer.from(salt, 'base64url').length >= 4)
  })

  it('SRC-4: given people with sheets, then no code lies anywhere in what is kept', () => {
    const kept = JSON.stringify([play.sandbox.world, play.sandbox.log.kept()])
    for (const codes of play.codesOf.values()) {
      for (const code of codes) assert.ok(!kept.includes(code) && !kept.includes(code.replaceAll('-', '')))
    }
  })

  it('63B-3.1.2-b: given one code that two bring at the same moment, then one of them is in', async () => {
    const code = play.codesOf.get('ana')?.[0] as string
    const [one, other] = [visitor(HOMES.ana as string), visitor(`${FAR.prefix}1`)]
    for (const each of [one, other]) {
      await each.opens((await play.application.begin()).url)
      await each.sends('password', { userName: 'ana', password: PASSWORD })
    }
    const ends = await Promise.all([one, other].map((each) => each.sends('recovery-code', { code })))
    assert.equal(ends.filter(({ url }) => play.application.isBack(url)).length, 1)
  })

  it('given one pass that two bring at the same moment, then one of them is in', async () => {
    const { sandbox } = play
    const around = { world: sandbox.world, clock: play.now, log: sandbox.log, failures: sandbox.failures, save() {} }
    const acts = createActs(around, sandbox.sessions)
    const issued = await acts.issuePass(play.person('ben'), { id: 'api', name: 'API', address: '' })
    const ends = await Promise.all(
      [visitor(HOMES.ben as string), visitor(`${FAR.prefix}2`)].map(async (each) => {
        await each.opens((await play.application.begin()).url)
        return await each.sends('pass', { userName: 'ben', code: issued?.pass ?? '' })
      }),
    )
    assert.equal(ends.filter(({ url }) => play.application.isBack(url)).length, 1)
  })
})
