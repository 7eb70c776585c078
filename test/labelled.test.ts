/** Panther's labelled rows: where Postern agrees, where not, and that docs/labelled.md says exactly that. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { RULES } from './labelled-rules.ts'
import { sum, type Tally, tables, tallies } from './labelled-table.ts'
import { missing } from './shared-data.ts'

const PAGE = readFileSync(new URL('../docs/labelled.md', import.meta.url), 'utf8')

describe('218 rows labelled by Panther', { skip: missing('okta/panther-labelled-okta.ndjson') }, () => {
  let all: readonly Tally[]
  before(async () => {
    all = await tallies()
  })

  it('every rule is answered or set aside, and no answer is for a rule that is not there', () => {
    assert.deepEqual(new Set(all.map(({ rule }) => rule)), new Set(Object.keys(RULES)))
  })

  it('agreement is as counted', (test) => {
    const inside = all.filter(({ answer }) => 'says' in answer)
    const counted = {
      rows: sum(all, 'rows'),
      answered: sum(inside, 'rows'),
      alerts: [sum(all, 'told'), sum(all, 'alerts')],
      others: [sum(all, 'silent'), sum(all, 'others')],
      unread: sum(all, 'unread'),
    }
    test.diagnostic(JSON.stringify(counted))
    assert.deepEqual(counted, { rows: 218, answered: 147, alerts: [66, 72], others: [63, 70], unread: 5 })
  })

  it('the page holds the tables as `node test/labelled-table.ts` prints them', () => {
    assert.deepEqual(cells(PAGE), cells(tables(all)))
  })

  it('the page explains each disagreement in one line, and no other', () => {
    const explained = [...PAGE.matchAll(/^- `([^`]+)`, “([^”]+)”: \S/gm)].map(([, rule, row]) => `${rule}: ${row}`)
    const found = all.flatMap(({ rule, disagree }) => disagree.map((row) => `${rule}: ${row.trim()}`))
    assert.deepEqual(explained.sort(), found.sort())
  })
})

/** The cells of all tables, line by line, however they are padded. */
function cells(markdown: string): readonly string[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|') && !/^[| :-]+$/.test(line))
  return lines.map((line) => line.replace(/ *\| */g, '|'))
}
