/** The console's files over HTTP: types, caching, policy, and nothing of the disk besides. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { withServer } from '../http/sample-server.ts'
import { ConsoleError, consolePages } from './console-pages.ts'

const PAGE = '<!doctype html><meta name="style-nonce" nonce="POSTERN_STYLE_NONCE"><title>Postern</title>'
const SCRIPT = 'console.log("postern")\n'.repeat(100)

describe('the files of the console', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-console-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), PAGE)
    writeFileSync(join(folder, 'secret.txt'), 'not for anybody')
    writeFileSync(join(folder, 'assets', 'index-abc123.js'), SCRIPT)
    writeFileSync(join(folder, 'assets', 'inter-def456.woff2'), 'a font')
  })
  after(() => rmSync(folder, { recursive: true }))

  it('given any address of the console, the page comes, with the nonce of its own answer and never from a cache', async () => {
    await withServer({ routes: consolePages(folder) }, async ({ call }) => {
      for (const path of [
        '/',
        '/sign-in?back=/o/acme',
        '/sign-in/oidc?code=1',
        '/set-up',
        '/join',
        '/o/acme',
        '/o/acme/people/p%2F1?open=2',
      ]) {
        const answer = await call(path)
        assert.equal(answer.status, 200, path)
        assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
        assert.equal(answer.headers.get('cache-control'), 'no-store')
        const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1]
        const policy = answer.headers.get('content-security-policy') ?? ''
        assert.ok(policy.includes(`style-src 'self' 'nonce-${nonce}'`), policy)
        assert.ok(!policy.includes('unsafe'), policy)
      }
    })
  })

  it('given a hashed file, it comes with its type and may be kept for ever, packed if the browser can unpack', async () => {
    await withServer({ routes: consolePages(folder) }, async ({ call }) => {
      const script = await call('/assets/index-abc123.js', { headers: { 'accept-encoding': 'gzip' } })
      assert.equal(script.status, 200)
      assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(script.headers.get('content-encoding'), 'gzip')
      assert.equal(script.headers.get('vary'), 'accept-encoding')
      assert.equal(await script.text(), SCRIPT)
      const plain = await call('/assets/index-abc123.js', { headers: { 'accept-encoding': 'identity' } })
      assert.equal(plain.headers.get('content-encoding'), null)
      assert.equal(await plain.text(), SCRIPT)
      const font = await call('/assets/inter-def456.woff2')
      assert.equal(font.headers.get('content-type'), 'font/woff2')
    })
  })

  it('given a path that climbs or names another file, nothing of the disk comes', async () => {
    await withServer({ routes: consolePages(folder) }, async ({ at }) => {
      const paths = ['/secret.txt', '/assets/../secret.txt', '/assets/%2e%2e/secret.txt', '/assets/..%2fsecret.txt']
      for (const path of [...paths, '/assets/', '/assets/nothing.js']) {
        const { status, text } = await get(at.console.port, path)
        assert.equal(status, 404, path)
        assert.ok(!text.includes('not for anybody'))
      }
    })
  })

  it('given files that change after the start, what was read at the start is served', async () => {
    const routes = consolePages(folder)
    writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'changed')
    await withServer({ routes }, async ({ call }) => {
      assert.equal(await (await call('/assets/index-abc123.js')).text(), SCRIPT)
    })
    writeFileSync(join(folder, 'assets', 'index-abc123.js'), SCRIPT)
  })

  it('given a folder without a page, it says what to run', () => {
    assert.throws(
      () => consolePages(join(folder, 'assets')),
      (error) =>
        error instanceof ConsoleError &&
        error.code === 'ERR_CONSOLE_NOT_BUILT' &&
        error.message === 'The console is not built. Run: npm run build:console',
    )
  })

  it('given a file of an unknown kind, it refuses to start', () => {
    const file = join(folder, 'assets', 'data.bin')
    writeFileSync(file, 'x')
    assert.throws(
      () => consolePages(folder),
      (error) => error instanceof ConsoleError && error.code === 'ERR_CONSOLE_FILE' && /data\.bin/.test(error.message),
    )
    rmSync(file)
  })
})

/** Without the tidying that fetch does to a path. */
function get(port: number, path: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers: { host: `localhost:${port}` } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    sent.on('error', reject).end()
  })
}
