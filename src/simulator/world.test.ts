/** What happens in one run must be one world: nobody uses tomorrow's phone, and nobody gives away a role they have lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate } from './simulate.ts'

interface EntraRow {
  readonly createdDateTime?: string
  readonly activityDateTime?: string
  readonly activityDisplayName?: string
  readonly userPrincipalName?: string
  readonly isInteractive?: boolean
  readonly status?: { readonly errorCode: number }
  readonly authenticationRequirement?: string
}

/** A small organisation in a month of trouble. */
function month(seed: number) {
  const run = simulate({ people: 150, days: 20, incidents: 10, seed, as: 'entra' })
  const lines = [...run.rows()]
  return { lines, rows: lines.map((line) => JSON.parse(line) as EntraRow), truth: run.truth() }
}

test('given enforcement, when people are first stopped by it, then they had signed in by password alone until then', () => {
  const { rows, truth } = month(7001)
  const enforced = truth.lockouts.filter((one) => one.cause === 'enforcement')
  assert.ok(enforced.length > 0)
  for (const { start, people } of enforced) {
    for (const person of people) {
      const inside = rows.filter(
        (row) => row.userPrincipalName === person && row.status?.errorCode === 0 && row.isInteractive,
      )
      const before = inside.filter((row) => (row.createdDateTime ?? '') < start)
      const asked = before.map((row) => row.authenticationRequirement)
      assert.deepEqual(new Set(asked), new Set(['singleFactorAuthentication']), person)
    }
  }
})

test('given one who alone holds the highest role, when roles are given, then nobody else gets that one', () => {
  const { rows, lines, truth } = month(7005)
  const sole = truth.lockouts.find((one) => one.cause === 'sole-administrator')
  assert.ok(sole !== undefined)
  const revoked = rows.findLast((row) => row.activityDisplayName === 'Remove member from role')?.activityDateTime ?? ''
  const granted = rows.flatMap((row, index) => {
    const { activityDisplayName: what, activityDateTime: at = '' } = row
    return what === 'Add member to role' && at > revoked && at < sole.start ? [lines[index] ?? ''] : []
  })
  assert.ok(granted.length > 0, 'no role was given meanwhile')
  for (const line of granted) assert.doesNotMatch(line, /Global Administrator/)
})
