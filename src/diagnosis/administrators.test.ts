import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tell } from '../signin/story.ts'
import { createDiagnosis } from './diagnose.ts'

const HELPDESK = ['ana', 'ben', 'cem'] as const

/** Three people of the helpdesk, who reset others' passwords for two days and are reset themselves on the third. */
function resetsOfResetters(nameOfActor: (login: string) => string): readonly (readonly string[])[] {
  const story = tell()
  const customer = story.person('dora')
  for (const [n, login] of HELPDESK.entries()) {
    const helper = story.person(login)
    helper.signsIn({ at: '08:00' })
    customer.changes('password-reset', { at: `${n + 1} 10:00`, by: nameOfActor(login) })
    helper.changes('password-reset', { at: `5 1${n}:00`, by: 'the hotline' })
  }
  const diagnosis = createDiagnosis()
  for (const row of story.rows()) diagnosis.see(row)
  return diagnosis
    .finish(story.rows().at(-1)?.time ?? 0)
    .findings.filter(({ detection, person }) => detection === 'recovery-probing' && person === '')
    .map(({ people }) => [...(people ?? [])])
}

describe('who acts on other people', () => {
  const all = HELPDESK.map((login) => `entra:tenant:${login}`)

  it('given actors by their login, then recovery of three of them in a day is probing', () => {
    assert.deepEqual(
      resetsOfResetters((login) => `${login}@example.com`),
      [all],
    )
  })

  it('given actors by their account’s id alone, as Keycloak writes them, then it is no less', () => {
    assert.deepEqual(
      resetsOfResetters((login) => login),
      [all],
    )
  })

  it('given an actor whom nobody knows, then nobody becomes privileged', () => {
    assert.deepEqual(
      resetsOfResetters(() => 'provisioning'),
      [],
    )
  })
})
