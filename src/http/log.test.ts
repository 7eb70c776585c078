import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import Type from 'typebox'
import { eventually } from '../../test/eventually.ts'
import { holds } from '../../test/property.ts'
import { anyone } from './access.ts'
import { Nothing } from './answer.ts'
import { createLog } from './log.ts'
import { RawBody, route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { bearer, NOW, session, withServer } from './sample-server.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): readonly string[] {
  const lines: string[] = []
  write(createLog({ clock: () => NOW, destination: { write: (line) => void lines.push(line) } }))
  return lines
}

describe('the log', () => {
  it('given secrets under any of their names, at any level down to the third, then they are not in it', () => {
    const names = [
      'authorization',
      'cookie',
      'set-cookie',
      'password',
      'secret',
      'token',
      'credential',
      'session',
      'assertion',
      'otp',
      'pass',
    ]
    for (const name of names) {
      const [line = ''] = logged((log) =>
        log.info(
          { [name]: 'hunter2', headers: { [name]: 'hunter2' }, a: { b: { [name]: ['hunter2'] } }, kept: 'kept' },
          'said',
        ),
      )
      assert.doesNotMatch(line, /hunter2/, name)
      assert.match(line, /"kept":"kept"/)
    }
  })

  it('given an error that carries secrets in its words, then kind, code and place are in the log, and the secrets are not', () => {
    const texts = [
      'failed with Authorization: Bearer hunter2',
      'GET https://idp.example/token?code=hunter2&x=1 answered 400',
      'cannot reach postgres://postern:hunter2@db.example/postern',
      'header Cookie: postern-console=hunter2; a=b',
      'Basic aHVudGVyMg== was refused: bearer hunter2',
    ]
    for (const text of texts) {
      const error = Object.assign(new Error(text, { cause: new Error(text) }), { code: 'ERR_ODD' })
      const [line = ''] = logged((log) => log.error({ err: error }, 'failed'))
      assert.doesNotMatch(line, /hunter2|aHVudGVy/, text)
      const { err } = JSON.parse(line)
      assert.equal(err.code, 'ERR_ODD')
      assert.match(err.stack, /log\.test\.ts/)
    }
  })

  it('given any text at all, then it stays in one line without control characters (log injection)', () => {
    holds(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lines = logged((log) => log.info({ text: `\r\n\u001b[31m${text}` }, text))
        assert.equal(lines.length, 1)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        assert.doesNotMatch(lines[0]?.slice(0, -1) ?? '', /[\u0000-\u001f]/)
        assert.equal(JSON.parse(lines[0] ?? '').msg, text.toWellFormed())
      }),
      300,
    )
  })

  it('given the clock, then the time is from it, in UTC', () => {
    const line = { level: 'info', time: new Date(NOW).toISOString(), msg: 'x' }
    assert.deepEqual(JSON.parse(logged((log) => log.info('x'))[0] ?? ''), line)
  })

  it('given canary secrets everywhere in requests, also in those that fail, then none is in any line or answer', async () => {
    const failing = route({
      method: 'POST',
      path: '/failing/:id',
      on: 'console',
      access: anyone('a test'),
      summary: 'Fails with what it got.',
      params: Type.Object({ id: Type.String() }, { additionalProperties: false }),
      body: RawBody,
      consumes: ['text/plain'],
      answers: { 204: Nothing },
      async handle({ header, log }) {
        log.warn({ headers: { authorization: header('authorization'), cookie: header('cookie') } }, 'about to fail')
        throw new Error(`cannot use Bearer ${header('authorization')?.slice(7)}`, { cause: { password: 'canary' } })
      },
    })
    await withServer({ routes: [...sampleRoutes(() => undefined), failing] }, async ({ call, at, lines }) => {
      const cookie = session(at.console, 'console', 'canary')
      const headers = {
        ...cookie,
        ...bearer('canary'),
        'content-type': 'text/plain',
        'x-odd': 'canary',
        'request-id': 'canary',
      }
      const answers = [
        await call('/failing/canary', { method: 'POST', body: 'canary', headers }),
        await call('/organisations/canary/lockouts', { headers }),
        await call('/nowhere/canary?access_token=canary', { headers }),
        await call('/healthz?token=canary'),
        await call('/healthz?Access-Token=canary'),
        await call('/nowhere?next=canary'),
      ]
      assert.deepEqual(
        answers.map(({ status }) => status),
        [500, 401, 400, 400, 400, 404],
      )
      for (const answer of answers) {
        assert.doesNotMatch(await answer.text(), /canary/)
        assert.notEqual(answer.headers.get('request-id'), 'canary')
      }
      await eventually('six answers in the log', () => lines.filter(({ msg }) => msg === 'answered').length >= 6)
      assert.doesNotMatch(JSON.stringify(lines), /canary/)
      const words = new Set(lines.map(({ msg }) => String(msg).replace(/:\/\/.*/, '')))
      assert.deepEqual([...words].toSorted(), ['about to fail', 'answered', 'failed', 'listening at http'])
    })
  })
})
