/** A keeper as `postern keeper` is one, with a connector that is played: its secret lies in the folder of the keys. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerParent, openKeeper } from '../src/keeper/index.ts'
import { onlyNative } from './capabilities.ts'

const folder = process.env.POSTERN_KEYS ?? ''
const secret = readFileSync(join(folder, 'connector.secret'), 'utf8')
const keeper = openKeeper({
  folder,
  console: undefined,
  clock: Date.now,
  random: randomBytes,
  providersOf: () => [
    {
      provider: 'entra',
      capabilities: onlyNative('suspend'),
      read: async () => ({ kind: 'source', refusedUntil: secret.length }),
      change: async () => undefined,
      issue: async () => assert.fail('no keeper has a secret made'),
      people: {
        tenant: 'northwind',
        listPeople: async () => ({ people: [], next: `${secret.length}` }),
        holdingsOf: async () => undefined,
        inTheWayOfPass: async () => [],
      },
    },
  ],
})
await answerParent(keeper)
keeper.close()
