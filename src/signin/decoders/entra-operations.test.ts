import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operationOf, plainOperation } from './entra-operations.ts'

const ROLES: readonly (readonly [string, string | undefined])[] = [
  ['Add member to role', 'role-granted'],
  ['Add member to role.', 'role-granted'],
  ['Add eligible member to role in PIM completed (permanent)', 'role-granted'],
  ['Add member to role completed (PIM activation)', 'role-granted'],
  ['Add member to role outside of PIM (permanent)', 'role-granted'],
  ['Add member to role in PIM requested (timebound)', undefined],
  ['Add member to role approval requested (PIM activation)', undefined],
  ['Add member to role request denied (PIM activation)', undefined],
  ['Add member to role canceled (PIM activation)', undefined],
  ['Remove member from role', 'role-revoked'],
  ['Remove member from role (PIM activation expired)', 'role-revoked'],
  ['Remove permanent direct role assignment', 'role-revoked'],
  ['Add role definition', undefined],
  ['Add role from template', undefined],
  ['Update role setting in PIM', undefined],
]
for (const [name, expected] of ROLES) {
  test(`given "${name}", when looked up, then ${expected ?? 'it grants nothing'}`, () => {
    assert.equal(operationOf(name), expected)
  })
}

test('given letters in another case, a full stop or blanks, when looked up, then it is the same operation', () => {
  for (const name of [
    'Disable Strong Authentication',
    'disable strong authentication.',
    ' Disable Strong Authentication ',
  ]) {
    assert.equal(operationOf(name), 'mfa-disabled')
  }
  assert.equal(plainOperation('Update user. '), 'Update user')
})

test('given the set-up of applications, when looked up, then it is nobody’s way in', () => {
  for (const name of ['Add service principal', 'Consent to application', 'Add app role assignment grant to user', '']) {
    assert.equal(operationOf(name), undefined)
  }
})
