import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { LOCAL } from '../sample-notices.ts'
import { guardedFetch } from './fetch.ts'
import { PUBLIC_ONLY } from './guard.ts'

describe('fetch to where an administrator says', () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${Buffer.concat(chunks)}`)
      if (request.url === '/away') response.writeHead(302, { location: '/metadata' }).end()
      else if (request.url === '/large') response.end('x'.repeat((1 << 20) + 1))
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
  let port = 0
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())

  it('given an address inside, under any name, then nothing is asked of it', async () => {
    const inside = [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`]
    const guarded = guardedFetch({ ...PUBLIC_ONLY, plain: false })
    for (const url of inside) await assert.rejects(guarded(url), { message: 'ERR_NOTIFY_ADDRESS' })
    const rebound = guardedFetch({ ...PUBLIC_ONLY, resolve: async () => [{ address: '169.254.169.254', family: 4 }] })
    await assert.rejects(rebound('https://idp.example.com/'), { message: 'ERR_NOTIFY_ADDRESS' })
    assert.deepEqual(asked, [])
  })

  it('given one that the operator allows, then it is asked, and a redirect is not followed', async () => {
    const local = guardedFetch(LOCAL)
    const form = new URLSearchParams({ code: 'a b' })
    const answer = await local(`http://127.0.0.1:${port}/token`, { method: 'POST', body: form })
    assert.deepEqual([answer.status, await answer.json()], [200, { ok: true }])
    const away = await local(`http://127.0.0.1:${port}/away`)
    assert.deepEqual([away.status, away.headers.get('location')], [302, '/metadata'])
    assert.deepEqual(asked, ['POST /token code=a+b', 'GET /away '])
  })

  it('given an answer without end, then it is cut off', async () => {
    await assert.rejects(guardedFetch(LOCAL)(`http://127.0.0.1:${port}/large`), /1 MiB/)
  })
})
