/**
 * The console's files, as Vite built them: hashed ones that a browser may keep for ever, and one page that starts them all. The
 * folder is read once, at start: what a request asks for is looked up among those files, and never on the disk.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import Type from 'typebox'
import { anyone, Bytes, Page, type Route, route } from '../http/index.ts'

const OPEN = anyone('the console before sign-in holds nothing')

/** Where the page says which nonce its styles carry; Vite leaves the text as it is. */
const NONCE_PLACE = 'POSTERN_STYLE_NONCE'

/** Where `npm run build:console` puts them. */
export const CONSOLE_FILES = join(import.meta.dirname, '..', '..', 'console', 'dist')

/** Addresses of the program itself: it draws what belongs to each. Those of the API are others. */
const PAGES = ['/', '/sign-in', '/sign-in/oidc', '/set-up', '/join'] as const

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
}

export class ConsoleError extends Error {
  readonly code: 'ERR_CONSOLE_NOT_BUILT' | 'ERR_CONSOLE_FILE'
  constructor(code: ConsoleError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ConsoleError'
    this.code = code
  }
}

/**
 * Routes for every built file of `folder` (console/dist), and for every address of the console.
 * Throws ERR_CONSOLE_NOT_BUILT without a page in it, ERR_CONSOLE_FILE for a file of a kind that is not served.
 */
export function consolePages(folder: string): readonly Route[] {
  const page = readPage(folder)
  const assets = readdirSync(join(folder, 'assets'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return [
    ...PAGES.map((path) => pageRoute(path, page)),
    pageRoute('/o/*', page),
    ...assets.map((file) => assetRoute(`/${file.slice(folder.length).split(sep).filter(Boolean).join('/')}`, file)),
  ]
}

function readPage(folder: string): string {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch (cause) {
    const message = 'The console is not built. Run: npm run build:console'
    throw new ConsoleError('ERR_CONSOLE_NOT_BUILT', message, { cause })
  }
}

function pageRoute(path: string, page: string): Route {
  const rest = path.endsWith('*')
    ? { params: Type.Object({ '*': Type.String() }, { additionalProperties: false }) }
    : {}
  return route({
    method: 'GET',
    path,
    on: 'console',
    access: OPEN,
    summary: 'The console.',
    ...rest,
    // What it says is for the program that draws the page.
    query: Type.Object({}, { additionalProperties: true }),
    answers: { 200: Page },
    handle: async ({ nonce }) => ({ status: 200, body: page.replace(NONCE_PLACE, nonce.style) }),
  })
}

function assetRoute(path: string, file: string): Route {
  const type = TYPES[extname(file)]
  if (type === undefined) {
    const message = `${path} is of a kind that the console does not serve. Name its type in src/main/console-pages.ts.`
    throw new ConsoleError('ERR_CONSOLE_FILE', message)
  }
  const plain = readFileSync(file)
  const packed = type.startsWith('font/') ? undefined : gzipSync(plain, { level: 9 })
  // The name holds the content's hash, so that what it names never changes.
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
  return route({
    method: 'GET',
    path,
    on: 'console',
    access: OPEN,
    summary: 'A file of the console.',
    answers: { 200: Bytes },
    async handle(call) {
      if (packed === undefined) return { status: 200, headers, body: plain }
      const varied = { ...headers, vary: 'accept-encoding' }
      if (!/\bgzip\b/.test(call.header('accept-encoding') ?? '')) return { status: 200, headers: varied, body: plain }
      return { status: 200, headers: { ...varied, 'content-encoding': 'gzip' }, body: packed }
    },
  })
}
