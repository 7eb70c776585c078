import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyDraft } from '../../test/any-draft.ts'
import { holds } from '../../test/property.ts'
import { keep, readKept } from './kept-sign-in.ts'
import { blank, type Draft } from './sign-in.ts'

const TIME = Date.UTC(2026, 1, 23, 23, 59, 59, 999)

const anyRow = anyDraft.map((draft) => ({ ...draft, time: Math.abs(Math.trunc(draft.time)) % 4e12 }))

/** What is not part of the kept form. */
function placeless(draft: Draft): Draft {
  return { ...draft, person: '', file: 0, line: 0 }
}

function signIn(more: Partial<Draft>): Draft {
  return {
    ...blank(),
    time: TIME,
    id: 'a1',
    provider: 'okta',
    tenant: 't',
    account: 'u1',
    name: 'ana@example.com',
    ...more,
  }
}

describe('a kept sign-in', () => {
  it('comes back as it was, whatever a log says', () => {
    holds(
      fc.property(anyRow, (draft) => assert.deepEqual(readKept(keep(draft).row), placeless(draft))),
      300,
    )
  })

  it('has no control character and no lone surrogate in its text, which databases refuse', () => {
    holds(
      fc.property(anyRow, (draft) => {
        const { row } = keep(draft)
        assert.ok(row.isWellFormed())
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
        assert.doesNotMatch(row, /[\u0000-\u001f]/)
      }),
      300,
    )
  })

  it('is a day of UTC, and two hashes of 16 bytes', () => {
    const kept = keep(signIn({}))
    assert.equal(kept.day, '2026-02-23')
    assert.equal(kept.time, TIME)
    assert.equal(kept.event.length, 16)
    assert.equal(kept.account.length, 16)
  })

  it('has the leaf hash of RFC 6962', () => {
    const { row, digest } = keep(signIn({}))
    assert.deepEqual(
      digest,
      createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), Buffer.from(row)]))
        .digest(),
    )
  })

  it('is the same event from another file, and another event of another provider, tenant, family or id', () => {
    const event = (more: Partial<Draft>) => Buffer.from(keep(signIn(more)).event).toString('hex')
    assert.equal(event({ file: 3, line: 9, person: 'p' }), event({}))
    const all = [{}, { provider: 'duo' }, { tenant: 'other' }, { family: 'audit' }, { id: 'a2' }] as const
    assert.equal(new Set(all.map(event)).size, all.length)
  })

  it('is the same account under another name, and nobody’s where the provider knows no such name', () => {
    const account = (more: Partial<Draft>) => Buffer.from(keep(signIn(more)).account).toString('hex')
    assert.equal(account({ name: 'ana.other@example.com' }), account({}))
    assert.notEqual(account({ account: 'u2' }), account({}))
    assert.equal(account({ known: false }), account({ known: false, account: '', name: 'guess@example.com' }))
    assert.notEqual(account({ known: false }), account({}))
  })

  it('refuses a form that is not its own', () => {
    assert.throws(() => readKept('[3,0,0]'), {
      name: 'RangeError',
      message: 'A kept sign-in has form 3; this version of Postern reads 1 and 2.',
    })
  })

  const REFUSED = signIn({
    activity: 'prompt',
    outcome: 'failure',
    step: 'second',
    reason: 'refused',
    method: 'push',
    complete: true,
  })
  const SAID = '"a1","okta","t","sign-in","prompt","u1","ana@example.com","failure","second","refused","push"'

  it('says how it came, and its leaf covers that: the same event read is another row', () => {
    const [read, pushed] = [keep(REFUSED), keep({ ...REFUSED, pushed: true })]
    assert.equal(read.row, `[2,${TIME},3,${SAID}]`)
    assert.equal(pushed.row, `[2,${TIME},67,${SAID}]`)
    assert.deepEqual(read.event, pushed.event)
    assert.notDeepEqual(read.digest, pushed.digest)
  })

  it('stays readable: a row of form 1, which did not say how it came, counts as pushed', () => {
    assert.deepEqual(readKept(`[1,${TIME},3,${SAID}]`), { ...REFUSED, pushed: true })
  })
})
