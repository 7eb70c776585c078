/** What the page says about the file is what the server takes. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readImport } from '../../../src/directory/read-import.ts'
import { COLUMNS, SAMPLE } from './columns.ts'

it('given the sample, then the server reads every line of it', () => {
  const { rows, problems } = readImport(SAMPLE)
  assert.deepEqual([rows.length, problems], [3, []])
})

it('given the columns of the page, then they are the server’s, and so are those that are required', () => {
  const names = COLUMNS.map(({ name }) => name)
  const [{ message = '' } = {}] = readImport('provider,tenant,account_id,user_name,unknown\n').problems
  assert.equal(/there are (.*)\. Number/.exec(message)?.[1], names.join(', '))
  const [missing] = readImport('email\n').problems
  const required = COLUMNS.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  assert.equal(missing?.message, `These columns are missing: ${required.join(', ')}.`)
})
