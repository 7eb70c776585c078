/** The verbs that ask a server, against a real one on a free port. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from 'typebox'
import { makeCertificate } from '../../test/certificate.ts'
import { newToken } from '../base/organisation-token.ts'
import { Count, machine, Problem, type Route, route, staff } from '../http/index.ts'
import { type Sample, withServer } from '../http/sample-server.ts'
import { apiCommand } from './api-command.ts'
import type { ApiVerb } from './api-commands.ts'
import { Exit } from './exit.ts'

const ORGANISATION = '5a1f8e3c-0000-4000-8000-000000000001'
const { token: TOKEN } = newToken('postern_token_', ORGANISATION, Buffer.alloc(32, 7))
const { token: OTHER } = newToken('postern_token_', ORGANISATION, Buffer.alloc(32, 8))

const lockout = (person: string) => ({
  id: 'l1',
  verdict: {
    start: '2026-02-23T12:00:00.000Z',
    cause: 'locked-by-attempts',
    people: [person, 'bo@example.com', 'cy@example.com', 'dee@example.com'],
    ended: null,
    next: 'Unlock the account.',
  },
})

const params = Type.Object({ organisation: Type.String() }, { additionalProperties: false })
const query = Type.Object(
  { limit: Type.Optional(Count({ min: 1, max: 500 })), state: Type.Optional(Type.String()) },
  { additionalProperties: false },
)
const Rows = Type.Array(Type.Unsafe<object>({ type: 'object', additionalProperties: true }))

const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/organisations/:organisation/lockouts',
    on: 'console',
    access: [machine('verdicts:read')],
    summary: 'Lockouts.',
    params,
    query,
    answers: { 200: Rows },
    handle: async (call) => ({
      status: 200,
      body: call.query.state === 'ended' ? [] : [lockout('ana\u001b[2J@example.com')].slice(0, call.query.limit),
    }),
  }),
  route({
    method: 'GET',
    path: '/organisations/:organisation/findings',
    on: 'console',
    access: [machine('findings:read')],
    summary: 'What this token may not read.',
    params,
    query,
    answers: { 200: Rows },
    handle: async () => ({ status: 200, body: [] }),
  }),
  route({
    method: 'GET',
    path: '/organisations/:organisation/incidents',
    on: 'console',
    access: [machine('verdicts:read'), staff(['analyst'])],
    summary: 'What takes a person.',
    params,
    query,
    answers: { 200: Rows },
    async handle() {
      const words = {
        title: 'Sign in again',
        detail: 'This needs a recent sign-in.',
        next: 'Confirm with your passkey.',
      }
      throw new Problem({ code: 'ERR_STEP_UP', status: 401, ...words })
    },
  }),
]

interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
}

async function run(verb: ApiVerb, environment: Record<string, string>, options: object = {}): Promise<Ran> {
  let [out, err] = ['', '']
  const exit = await apiCommand(verb, options, {
    environment,
    write: (text) => {
      out += text
    },
    tell: (text) => {
      err += text
    },
  })
  return { exit, out, err }
}

async function serving(work: (url: string, sample: Sample) => Promise<void>): Promise<void> {
  const scope = { organisations: [ORGANISATION], groups: 'all', tierMax: 'standard' } as const
  await withServer(
    {
      routes,
      access: {
        machine: async ({ credential }) =>
          credential === TOKEN ? { who: 'machine', id: 't', scope, permissions: ['verdicts:read'] } : undefined,
      },
    },
    (sample) => work(sample.at.console.origin, sample),
  )
}

describe('verbs over the API', () => {
  it('given a token, then what is there stands in a table, and nothing in it moves the terminal', async () => {
    await serving(async (POSTERN_URL) => {
      const { exit, out, err } = await run('lockouts', { POSTERN_URL, POSTERN_TOKEN: TOKEN }, { limit: 50 })
      assert.deepEqual([exit, err], [Exit.fine, ''])
      const [heading, row] = out.split('\n')
      assert.match(heading ?? '', /^START +ENDED +CAUSE +WHO +NEXT$/)
      assert.match(
        row ?? '',
        /^2026-02-23T12:00:00\.000Z {2}- +locked-by-attempts +ana␛\[2J@example\.com, bo@example\.com, cy@example\.com and 1 more +Unlock the account\.$/,
      )
    })
  })

  it('given --json, then it comes as the server has it', async () => {
    await serving(async (POSTERN_URL) => {
      const environment = { POSTERN_URL, POSTERN_TOKEN: TOKEN }
      const { out } = await run('lockouts', environment, { json: true })
      assert.deepEqual(JSON.parse(out), [lockout('ana\u001b[2J@example.com')])
      assert.ok(!out.includes('\u001b'))
    })
  })

  it('given nothing to show, or as much as was asked for, then it says so', async () => {
    await serving(async (POSTERN_URL) => {
      const environment = { POSTERN_URL, POSTERN_TOKEN: TOKEN }
      assert.equal((await run('lockouts', environment, { state: 'ended' })).out, 'Nothing to show.\n')
      assert.match((await run('lockouts', environment, { limit: 1 })).err, /--limit/)
    })
  })

  it('given a wrong token, a missing permission, or what takes a person, then it says where to go, and ends with 6', async () => {
    await serving(async (POSTERN_URL) => {
      const wrong = await run('lockouts', { POSTERN_URL, POSTERN_TOKEN: OTHER })
      assert.equal(wrong.exit, Exit.serverRefused)
      assert.match(wrong.err, /ERR_UNAUTHENTICATED: the token is wrong, closed or expired\..*http:\/\/localhost/)
      const forbidden = await run('findings', { POSTERN_URL, POSTERN_TOKEN: TOKEN })
      assert.deepEqual([forbidden.exit, /ERR_FORBIDDEN/.test(forbidden.err)], [Exit.serverRefused, true])
      const person = await run('incidents', { POSTERN_URL, POSTERN_TOKEN: TOKEN })
      assert.match(person.err, /ERR_STEP_UP: a person decides this, in the console: http:\/\/localhost/)
      assert.ok(![wrong, forbidden, person].some(({ err }) => err.includes(TOKEN) || err.includes(OTHER)))
    })
  })

  it('given nobody at the address, or a certificate that nobody vouches for, then it says so, and ends with 6', async () => {
    let gone = ''
    await serving(async (url) => {
      gone = url
    })
    const nobody = await run('lockouts', { POSTERN_URL: gone, POSTERN_TOKEN: TOKEN })
    assert.deepEqual([nobody.exit, /ECONNREFUSED/.test(nobody.err)], [Exit.serverRefused, true])
    await withServer({ listeners: { console: { tls: await makeCertificate() } } }, async ({ at }) => {
      const stranger = await run('lockouts', { POSTERN_URL: at.console.origin, POSTERN_TOKEN: TOKEN })
      assert.equal(stranger.exit, Exit.serverRefused)
      assert.match(stranger.err, /not trusted .*NODE_EXTRA_CA_CERTS/)
    })
  })

  it('given no token, a source’s token, or an address where it would be read on the way, then nothing is sent', async () => {
    const { token: source } = newToken('postern_source_', ORGANISATION, Buffer.alloc(32, 9))
    for (const [environment, message] of [
      [{}, /POSTERN_TOKEN is not set/],
      [{ POSTERN_TOKEN: source }, /no token of a program/],
      [{ POSTERN_TOKEN: TOKEN, POSTERN_URL: 'http://postern.example' }, /https/],
      [{ POSTERN_TOKEN: TOKEN, POSTERN_URL: 'file:///etc/passwd' }, /no address/],
    ] as const) {
      await assert.rejects(run('lockouts', environment), { name: 'UsageError', message })
    }
  })
})
