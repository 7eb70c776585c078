/** Every preset on three organisations (issue 5): nobody has fewer than two ways back, and docs/policy.md tells what each takes. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { PERSON_TIERS } from '../directory/index.ts'
import { firmOfFive, outsourced, supported } from './any-organisation.ts'
import { HOUR_MS, PRESETS } from './any-policy.ts'
import { countWays, humansOf } from './count.ts'
import { LAST_RECIPE } from './policy.ts'

const MONDAY = Date.UTC(2026, 10, 23, 9)
const LETTER_MS = 72 * HOUR_MS

describe('three organisations', () => {
  for (const { name, people } of [firmOfFive(), supported(), outsourced()]) {
    for (const policy of PRESETS) {
      it(`given ${name} and ${policy.name}, then everybody has the last recipe, and one that is shorter`, () => {
        const { without, lastOnly, recipes } = countWays(policy, people, MONDAY)
        assert.deepEqual([without, lastOnly], [[], []])
        for (const tier of PERSON_TIERS) {
          const all = people.filter(({ having }) => having.tier === tier).length
          const last = recipes.find((recipe) => recipe.tier === tier && recipe.id === LAST_RECIPE.id)
          assert.ok(all > 0)
          assert.equal(last?.people, all)
        }
      })
    }
  }
})

describe('docs/policy.md', () => {
  const text = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
  const rows = new Set(text.split('\n').map((line) => line.replaceAll(/ +/g, ' ')))

  for (const { name, tiers } of PRESETS) {
    it(`given ${name}, then what each of its recipes takes stands there`, () => {
      assert.ok(rows.has(`### ${name}`))
      for (const tier of PERSON_TIERS) {
        for (const recipe of tiers[tier]) {
          const needs = recipe.needs.map((need) => need.join(' or ')).join('; ')
          const row = `| ${tier} | ${recipe.id} | ${needs} | ${humansOf(recipe)} | ${clock(recipe.id, recipe.waitMs)} |`
          assert.ok(rows.has(row), row)
        }
      }
    })
  }
})

/** When somebody is back in who asks on Monday at 09:00. */
function clock(id: string, waitMs: number): string {
  const end = MONDAY + waitMs + (id === LAST_RECIPE.id ? LETTER_MS : 0)
  const [day, days] = [new Date(end), Math.floor((end - MONDAY) / (24 * HOUR_MS))]
  const weekday = day.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' })
  const at = `${weekday} ${day.toISOString().slice(11, 16)}`
  return days >= 7 ? `${at}, a week later` : at
}
