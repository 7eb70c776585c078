/** `postern ledger export`, against a real server on a free port. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Type } from 'typebox'
import { newToken } from '../base/organisation-token.ts'
import { ByteStream, machine, route } from '../http/index.ts'
import { withServer } from '../http/sample-server.ts'
import { Exit } from './exit.ts'
import { ledgerExportCommand } from './ledger-export-command.ts'

const ORGANISATION = '5a1f8e3c-0000-4000-8000-000000000001'
const { token: TOKEN } = newToken('postern_token_', ORGANISATION, Buffer.alloc(32, 7))
const LINES = ['{"format":"postern.ledger/1"}\n', '{"format":"postern.entry/1"}\n']

const folder = mkdtempSync(join(tmpdir(), 'postern-export-'))
after(() => rmSync(folder, { recursive: true }))

/** Calls it against a server whose stream breaks off after so many lines. */
async function exporting(lines: number, token = TOKEN) {
  const exporter = route({
    method: 'GET',
    path: '/organisations/:organisation/ledger/export',
    on: 'console',
    access: [machine('ledger:read')],
    summary: 'The ledger.',
    params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
    answers: { 200: ByteStream },
    handle: async () => ({
      status: 200,
      headers: { 'content-type': 'application/x-ndjson; charset=utf-8' },
      body: (async function* () {
        for (const line of LINES.slice(0, lines)) yield Buffer.from(line)
        if (lines < LINES.length) throw new Error('the database is gone')
      })(),
    }),
  })
  const scope = { organisations: [ORGANISATION], groups: 'all', tierMax: 'standard' } as const
  const access = {
    machine: async ({ credential }: { readonly credential: string }) =>
      credential === TOKEN ? ({ who: 'machine', id: 'siem', scope, permissions: ['ledger:read'] } as const) : undefined,
  }
  const file = join(folder, `${lines}-${token === TOKEN}.ndjson`)
  const said: string[] = []
  let code: number | undefined
  await withServer({ routes: [exporter], access }, async ({ at }) => {
    const environment = { POSTERN_URL: at.console.origin, POSTERN_TOKEN: token }
    code = await ledgerExportCommand(file, { environment, tell: (text) => void said.push(text) })
  })
  return { code, file, said: said.join('') }
}

describe('postern ledger export', () => {
  it('given a token that may read it, then the file has every line, and the next step is said', async () => {
    const { code, file, said } = await exporting(2)
    assert.equal(code, Exit.fine)
    assert.equal(readFileSync(file, 'utf8'), LINES.join(''))
    assert.match(said, /ledger verify/)
  })

  it('given a server that breaks off, then no file bears the name', async () => {
    const { code, file, said } = await exporting(1)
    assert.equal(code, Exit.serverRefused)
    assert.match(said, /cannot be reached/)
    assert.deepEqual(
      readdirSync(folder).filter((name) => file.endsWith(name) || name.endsWith('.part')),
      [],
    )
  })

  it('given a wrong token, then it says so', async () => {
    const { token: other } = newToken('postern_token_', ORGANISATION, Buffer.alloc(32, 8))
    const { code, said } = await exporting(2, other)
    assert.equal(code, Exit.serverRefused)
    assert.match(said, /the token is wrong, closed or expired/)
  })
})
