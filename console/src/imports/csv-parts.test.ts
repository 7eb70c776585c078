/** However a file is cut, the server reads the same lines under the same numbers as in one piece. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readImport } from '../../../src/directory/read-import.ts'
import { partsOf } from './csv-parts.ts'

const HEADER = 'provider,tenant,account_id,user_name'

async function read(text: string, bytesMax: number) {
  const rows: unknown[] = []
  const problems: unknown[] = []
  let count = 0
  for await (const { content, after } of partsOf(new Blob([text]), bytesMax)) {
    assert.ok(content.size <= bytesMax, 'a part is larger than it may be')
    const part = readImport(await content.text(), after)
    rows.push(...part.rows)
    problems.push(...part.problems)
    count++
  }
  return { rows, problems, count }
}

describe('a CSV file in parts', () => {
  it('given any file, then its parts hold the same lines under the same numbers', async () => {
    const name = fc.constantFrom('ana', 'bén', '"Ng, Li"', '"two\nlines"', '"say ""hi"""', '')
    const line = fc.tuple(fc.constantFrom('duo', 'nobody'), name).map(([provider, user]) => `${provider},t,a,${user}`)
    const ends = fc.constantFrom('\n', '\r\n')
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), ends, fc.boolean(), async (lines, end, isEnded) => {
        const text = [HEADER, ...lines].join(end) + (isEnded ? end : '')
        const { rows, problems } = readImport(text)
        const parts = await read(text, 120)
        assert.deepEqual({ rows: parts.rows, problems: parts.problems }, { rows, problems })
      }),
    )
  })

  it('given a byte order mark, then every part is read', async () => {
    const { rows, problems, count } = await read(`\uFEFF${HEADER}\n${'duo,t,a,ana\n'.repeat(20)}`, 100)
    assert.deepEqual([rows.length, problems.length, count > 1], [20, 0, true])
  })

  it('given a header alone, then that is one part', async () => {
    assert.equal((await read(HEADER, 100)).count, 1)
    assert.equal((await read(`${HEADER}\n`, 100)).count, 1)
  })

  it('given a quote that is never closed, then the server names its line', async () => {
    const { problems } = await read(`${HEADER}\nduo,t,a,ana\nduo,t,"a,ana\n${'duo,t,a,ana\n'.repeat(20)}`, 100)
    assert.deepEqual((problems as readonly { line: number; code: string }[])[0]?.code, 'ERR_IMPORT_CSV')
  })

  it('given a line that is longer than a part, then it is not sent', async () => {
    await assert.rejects(read(`${HEADER}\nduo,t,a,${'x'.repeat(200)}\nduo,t,b,ana\n`, 100), { code: 'ERR_CONSOLE_CSV' })
  })
})
