/** A listener that speaks TLS itself. The certificate is made for the test, by OpenSSL's program. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { get } from 'node:https'
import { describe, it } from 'node:test'
import { withServer } from './sample-server.ts'

function certificate(): { readonly key: string; readonly cert: string } | undefined {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1']
  const made = spawnSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '-', ...subject],
    { encoding: 'utf8' },
  )
  const [key, cert] = ['PRIVATE KEY', 'CERTIFICATE'].map(
    (label) => new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----\n`).exec(made.stdout ?? '')?.[0],
  )
  return key && cert ? { key, cert } : undefined
}

describe('TLS', () => {
  const tls = certificate()

  it('given a key and a certificate, then the listener answers over HTTPS, with HSTS and its https origin', {
    skip: tls ? false : 'no openssl here',
  }, async () => {
    assert.ok(tls)
    await withServer({ listeners: { console: { tls } } }, async ({ at, raw }) => {
      assert.equal(at.console.origin, `https://localhost:${at.console.port}`)
      const { promise, resolve, reject } =
        Promise.withResolvers<[status: number | undefined, hsts: string | undefined]>()
      const request = get(`${at.console.origin}/healthz`, { ca: tls.cert, agent: false }, (answer) => {
        answer.resume()
        resolve([answer.statusCode, answer.headers['strict-transport-security']])
      })
      request.on('error', reject)
      assert.deepEqual(await promise, [200, 'max-age=63072000; includeSubDomains'])
      assert.doesNotMatch(await raw('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /200 OK/)
    })
  })
})
