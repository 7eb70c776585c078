import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyDraft } from '../../test/any-draft.ts'
import { copySignIn, PackedSignIn } from './packed-sign-in.ts'
import { createBlock } from './packed-text.ts'
import { personKey } from './person.ts'
import { createColumns, pack, packedRoom } from './record.ts'
import { blank, type Draft, type SignIn } from './sign-in.ts'

/** Packs drafts one after another over old bytes, and reads all back. */
function throughRecords(drafts: readonly Draft[]): readonly SignIn[] {
  const columns = createColumns()
  const block = createBlock(drafts.reduce((sum, draft) => sum + packedRoom(draft), 0))
  block.bytes.fill(0xee)
  let used = 0
  const places = drafts.map((draft) => {
    const at = used
    used += pack(draft, columns, block, at)
    assert.ok(used - at <= packedRoom(draft), 'a record fits into the room asked for')
    assert.equal(used % 8, 0)
    return at
  })
  const view = new PackedSignIn(columns, columns.people.settle(), block)
  return places.map((at) => copySignIn(view.move(block, at)))
}

describe('record', () => {
  it('given any draft, when it is packed and read, then every field comes back and the person is set', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { known, provider, tenant, account, name } = draft
        const person = known ? personKey(provider, tenant, account, name) : ''
        assert.deepEqual(throughRecords([draft]), [{ ...draft, person }])
      }),
    )
  })

  it('given many drafts of one log, when they are packed and read, then none takes over fields of another', () => {
    const oneLog = fc.array(anyDraft, { maxLength: 8 }).map((drafts) =>
      drafts.map((draft) => ({
        ...draft,
        provider: 'okta' as const,
        tenant: 'acme',
        latitude: 1.5,
        longitude: -0.25,
      })),
    )
    fc.assert(
      fc.property(oneLog, (drafts) => {
        const read = throughRecords([...drafts, ...drafts])
        assert.deepEqual(
          read.map((signIn) => ({ ...signIn, person: '' })),
          [...drafts, ...drafts],
        )
      }),
      { numRuns: 50 },
    )
  })

  it('given a blank draft, when it is packed, then it takes little room and says nothing', () => {
    const draft = { ...blank(), time: 0 }
    assert.deepEqual(throughRecords([draft]), [draft])
  })

  it('given more different texts than a table takes, when all are packed, then each row has its own', () => {
    const drafts = Array.from({ length: 30_000 }, (_, row) => {
      return { ...blank(), time: row, detail: `detail ${row}`, ip: `address ${row % 12_000}`, app: 'Mail' }
    })
    const read = throughRecords(drafts)
    for (const [row, signIn] of read.entries()) {
      assert.equal(signIn.detail, `detail ${row}`)
      assert.equal(signIn.ip, `address ${row % 12_000}`)
      assert.equal(signIn.app, 'Mail')
    }
  })

  it('given a place that does not exist, when it is packed, then the row is not located', () => {
    const [read] = throughRecords([{ ...blank(), time: 0, latitude: 1e9, longitude: Number.POSITIVE_INFINITY }])
    assert.ok(Number.isNaN(read?.latitude) && Number.isNaN(read?.longitude))
  })

  it('given a word that the vocabulary does not have, when it is packed, then it throws RangeError', () => {
    const draft = { ...blank(), time: 0, reason: 'bad mood' } as unknown as Draft
    assert.throws(() => throughRecords([draft]), RangeError)
  })
})
