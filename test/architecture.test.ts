/**
 * The layers of the house. A room imports only rooms of earlier lines, and enters them through their index.ts; base has no
 * index, its files are what it offers. This list is the house's plan, and nothing else is.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, it } from 'node:test'

const LAYERS: readonly (readonly string[])[] = [
  ['base'],
  ['store'],
  ['jobs', 'http'],
  ['ledger'],
  ['organisation', 'signin'],
  ['providers', 'notify', 'staff'],
  ['approvals'],
  ['directory'],
  ['profile', 'verification'],
  ['detection', 'policy'],
  ['diagnosis', 'incidents'],
  ['remedies'],
  ['sentinels'],
  ['watch'],
  ['recovery'],
  ['response', 'emergency', 'posture'],
  ['portal', 'simulator', 'keeper'],
  ['cli'],
  ['main', 'main.ts'],
]

/** Rooms that see less than their line would allow, and why. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  // The vocabulary and its decoders are pure: they know nothing of stores and servers.
  signin: ['base'],
  // The simulator is the examiner: it must not know the rules. It shares types and names with them, no more.
  simulator: ['base', 'signin', 'diagnosis'],
}

/** What does input and output within rooms that otherwise reason. */
const EDGES = [
  'src/base/durable-file.ts',
  'src/keeper/process/',
  'src/ledger/key-folder/',
  'src/notify/network/',
  'src/providers/sandbox/',
  'src/watch/files/',
]

/** Files of a room that may be imported besides its index: test builders. */
const BUILDERS = new Set([
  'src/signin/story.ts',
  'src/http/sample-server.ts',
  'src/http/sweep.ts',
  'src/ledger/sample-ledger.ts',
  'src/watch/sample-organisation.ts',
  'src/directory/sample-directory.ts',
  'src/notify/sample-room.ts',
])

/** Tests, and the samples that they are built from. */
const IN_TESTS = /\.test\.ts$|\/sample-[a-z-]+\.ts$/

const root = resolve(import.meta.dirname, '..')

interface Edge {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

function edges(): readonly Edge[] {
  const found: Edge[] = []
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  for (const file of files) {
    const from = join('src', file)
    const text = readFileSync(join(root, from), 'utf8')
    for (const [, clause = '', specifier = ''] of text.matchAll(
      /^(?:import|export)\s+((?:type\s)?[^'";]*?\sfrom\s+|)['"](\.[^'"]+)['"]/gm,
    )) {
      const to = relative(root, resolve(root, dirname(from), specifier))
      if (to.startsWith('src/')) found.push({ from, to, typeOnly: clause.startsWith('type ') })
    }
  }
  return found
}

/** Every file that is loaded with this one, or may be later by an `import()`; types alone load nothing. */
function reachableFrom(entry: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [entry]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    const text = readFileSync(join(root, file), 'utf8')
    const loaded = text.matchAll(/^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+|)['"](\.[^'"]+)['"]/gm)
    const later = text.matchAll(/\b(?:import|require|resolve|URL)\(\s*['"](\.[^'"]+)['"]/g)
    for (const [, specifier = ''] of [...loaded, ...later]) {
      const to = relative(root, resolve(root, dirname(file), specifier))
      if (to.startsWith('src/') && to.endsWith('.ts')) open.push(to)
    }
  }
  return reached
}

function roomOf(file: string): string {
  return file.split('/')[1] as string
}

function levelOf(room: string): number {
  return LAYERS.findIndex((line) => line.includes(room))
}

describe('the house', () => {
  const all = edges()
  const between = all.filter(({ from, to }) => roomOf(from) !== roomOf(to))

  it('has edges to look at, and every room has its place in the plan', () => {
    const rooms = [...new Set(between.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`))].sort()
    console.log(`edges between rooms: ${rooms.join(', ')}`)
    assert.ok(rooms.length >= 5, 'no edges were seen: the test does not read the source any more')
    for (const file of new Set(all.flatMap(({ from, to }) => [from, to]))) {
      assert.notEqual(levelOf(roomOf(file)), -1, `${file} lies in no room of the plan`)
    }
  })

  it('arrows point down', () => {
    const wrong = between.filter(({ from, to }) => levelOf(roomOf(to)) >= levelOf(roomOf(from)))
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    )
  })

  it('a room is entered by its index.ts', () => {
    const wrong = between.filter(({ from, to }) => {
      if (roomOf(to) === 'base' || to.endsWith('/index.ts')) return false
      return !(BUILDERS.has(to) && IN_TESTS.test(from))
    })
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    )
  })

  it('rooms that must know less do know less', () => {
    const wrong = between.filter(({ from, to }) => NARROWER[roomOf(from)]?.includes(roomOf(to)) === false)
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    )
  })

  it('the simulator takes only types of the diagnosis, and neither decoders nor catalogue', () => {
    const wrong = between.filter(
      ({ from, to, typeOnly }) =>
        roomOf(from) === 'simulator' && ((roomOf(to) === 'diagnosis' && !typeOnly) || /decoders|catalogue/.test(to)),
    )
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    )
  })

  it('reasoning is pure: no file system, network, clock or chance outside the edge', () => {
    const edgeRooms = new Set(['store', 'jobs', 'http', 'cli', 'main', 'main.ts'])
    const impure =
      /from 'node:(fs|http|https|dgram|child_process|os|timers|tls)[^']*'|Date\.now\(|new Date\(\)|Math\.random\(|performance\.now/
    const wrong = [...new Set(all.map(({ from }) => from))].filter(
      (file) =>
        !edgeRooms.has(roomOf(file)) &&
        !file.endsWith('.test.ts') &&
        !EDGES.some((folder) => file.startsWith(folder)) &&
        impure.test(readFileSync(join(root, file), 'utf8')),
    )
    assert.deepEqual(wrong, [])
  })

  it('the database is entered by one door: drivers in store/ alone, the queue in jobs/ alone', () => {
    const doors: readonly (readonly [RegExp, readonly string[]])[] = [
      [/from '(pg|pg-copy-streams|@electric-sql\/pglite[^']*)'/, ['store']],
      [/from 'pg-boss'/, ['jobs']],
      [/\bnew Kysely\b|\bqueueBackend\b/, ['store', 'jobs']],
    ]
    const files = [...new Set(all.map(({ from }) => from))].filter((file) => !file.endsWith('.test.ts'))
    for (const [door, rooms] of doors) {
      const through = files.filter((file) => door.test(readFileSync(join(root, file), 'utf8'))).map(roomOf)
      assert.ok(through.length > 0, `nobody goes through ${door}: the test does not read the source any more`)
      assert.deepEqual(
        through.filter((room) => !rooms.includes(room)),
        [],
      )
    }
  })

  it('the production entry point reaches nothing of the demo (DESIGN §3 rule 26)', () => {
    const reached = reachableFrom('src/main/serve.ts')
    assert.ok(
      reached.has('src/main/start.ts'),
      'serve.ts does not reach start.ts: the test does not read the source any more',
    )
    const isOfDemo = (file: string): boolean => /^src\/(simulator\/|providers\/sandbox\/|main\/demo)/.test(file)
    assert.deepEqual([...reached].filter(isOfDemo), [])
    const demo = readdirSync(join(root, 'src/main')).filter((file) => file.startsWith('demo'))
    assert.ok(demo.length > 0, 'no file of the demo is called so: nobody would see what is imported')
  })

  it('nobody keeps a drawer', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    assert.deepEqual(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file)),
      [],
    )
  })
})
