/** What `postern doctor` looks at, one function each. None of them changes anything. */
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { bad, type Check, doubtful, good, skipped } from './check.ts'
import type { World } from './world.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const GIB = 2 ** 30
const HTTPS_PORT = 443
/** A certificate that ends sooner was not renewed when it should have been: ACME renews 30 days before. */
const CERTIFICATE_DAYS_MIN = 14
const BACKUP_AGE_MAX_MS = 26 * HOUR_MS
const DISK_FREE_MIN = 2 * GIB
const OTHERS = 0o077
const EVERYBODY = 0o007

/** Under which name people reach it: passkeys hang on it. */
export async function checkName(settings: Settings, world: World): Promise<Check> {
  const { hostname, protocol, origin } = addressOf(settings)
  if (isLocal(hostname)) {
    return doubtful(
      'name',
      `${origin} reaches this machine only`,
      'For others set POSTERN_URL to the https address that they will type. Passkeys belong to that name: choose it before the first day.',
    )
  }
  if (protocol !== 'https:')
    return bad('name', `${origin} is not https`, 'Passkeys need https. See docs/operating.md, HTTPS.')
  try {
    return good('name', `${hostname} is ${await world.addressOf(hostname)}`)
  } catch {
    return bad('name', `${hostname} has no address`, 'Add it to your DNS, or correct POSTERN_URL.')
  }
}

export async function checkCertificate(settings: Settings, world: World): Promise<Check> {
  const { hostname, protocol, port } = addressOf(settings)
  if (protocol !== 'https:') return skipped('certificate', 'no https')
  try {
    const ends = await world.certificateEnds(hostname, port === '' ? HTTPS_PORT : Number(port))
    const days = Math.floor((ends - world.now) / DAY_MS)
    if (days >= CERTIFICATE_DAYS_MIN) return good('certificate', `good for ${days} days`)
    return doubtful('certificate', `ends in ${days} days`, 'Renew it now, and see why that did not happen by itself.')
  } catch (error) {
    return bad(
      'certificate',
      `nobody can connect to ${hostname} (${codeOf(error)})`,
      'Check that the proxy runs, and that its certificate is for this name and from an authority that browsers trust.',
    )
  }
}

export async function checkClock(_settings: Settings, world: World): Promise<Check> {
  const isKept = await world.isClockKept()
  if (isKept === undefined) return skipped('clock', 'this system does not tell whether its clock is kept right')
  if (isKept) return good('clock', 'kept right by the network')
  return bad(
    'clock',
    'not kept right by the network',
    'Turn time synchronisation on (timedatectl set-ntp true): codes, waits and the record depend on it.',
  )
}

export async function checkKeys({ keys, keeper, place }: Settings, world: World): Promise<Check> {
  if (keeper !== undefined) return checkKeeper({ keys, keeper }, world)
  const mode = world.modeOf(keys)
  if (mode === undefined)
    return doubtful('keys', `${keys} is not there yet`, 'The first start makes it. Keep a copy apart from the backups.')
  if ((mode & OTHERS) !== 0)
    return bad('keys', `others on this machine may read ${keys}`, `Check who did, then: chmod 700 ${keys}`)
  if (world.modeOf(join(keys, 'master.keys')) === undefined) {
    return bad(
      'keys',
      `${keys} has no master.keys`,
      'Put the folder back from your copy: without it nobody’s name or address can be read any more.',
    )
  }
  const [own, data] = [await world.disk(keys), 'folder' in place ? await world.disk(place.folder) : undefined]
  if (own !== undefined && own.device === data?.device) {
    return doubtful('keys', 'on the same disk as the data', 'Keep a copy elsewhere: a lost disk takes both.')
  }
  return good('keys', 'for their owner alone')
}

/** Another user has the keys: they are not to be read from here, and the socket by nobody but these two. */
function checkKeeper({ keys, keeper }: { readonly keys: string; readonly keeper: string }, world: World): Check {
  const mode = world.modeOf(keeper)
  if (mode === undefined) return bad('keys', `no keeper at ${keeper}`, 'Start it: systemctl start postern-keeper.')
  if ((mode & EVERYBODY) !== 0)
    return bad('keys', `everybody may ask the keeper at ${keeper}`, `Check who did, then: chmod o= ${keeper}`)
  if (world.modeOf(join(keys, 'master.keys')) !== undefined) {
    return doubtful(
      'keys',
      `a keeper has them, and ${keys} is still here`,
      'Move that folder to the keeper, and leave no copy.',
    )
  }
  return good('keys', 'a keeper under another user has them')
}

export async function checkDisk({ place }: Settings, world: World): Promise<Check> {
  if (!('folder' in place)) return skipped('disk', 'the data is on a database server')
  const disk = await world.disk(place.folder)
  if (disk === undefined) return doubtful('disk', `${place.folder} is not there yet`, 'The first start makes it.')
  const free = `${(disk.free / GIB).toFixed(1)} GiB free`
  if (disk.free < DISK_FREE_MIN) return bad('disk', free, 'Make room: a full disk stops the taking in of sign-ins.')
  return good('disk', free)
}

export async function checkBackup({ backups, place }: Settings, world: World): Promise<Check> {
  if (backups === undefined) {
    if ('url' in place)
      return skipped('backup', 'POSTERN_BACKUPS is not set; the database server’s own backups are not seen from here')
    return bad('backup', 'there is none', 'Set POSTERN_BACKUPS to a folder on another disk: one is written each day.')
  }
  const [newest] = await world.backupsIn(backups)
  if (newest === undefined)
    return bad(
      'backup',
      `none in ${backups}`,
      'A running server writes the first within ten minutes; see its log if it does not.',
    )
  const age = world.now - newest.time
  const hours = Math.round(age / HOUR_MS)
  if (age > BACKUP_AGE_MAX_MS)
    return bad('backup', `${hours} hours old`, 'See the server’s log for why the last ones failed.')
  const [own, data] = [await world.disk(backups), 'folder' in place ? await world.disk(place.folder) : undefined]
  if (own !== undefined && own.device === data?.device) {
    return doubtful(
      'backup',
      `${hours} hours old, on the same disk as the data`,
      'Copy it to another machine, or mount another disk there.',
    )
  }
  return good('backup', `${hours} hours old`)
}

/** Is it running, and does it find itself well? */
export async function checkServer(settings: Settings, world: World): Promise<Check> {
  const url = `${addressOf(settings).origin}/readyz`
  try {
    const answer = await world.fetch(url)
    const { failed = [] } = (await answer.json()) as { readonly failed?: readonly string[] }
    if (answer.status === 200) return good('server', 'running and ready')
    return bad('server', `running, but not ready: ${failed.join(', ')}`, 'Its log says why.')
  } catch (error) {
    return doubtful('server', `no answer at ${url} (${codeOf(error)})`, 'Start it: postern serve.')
  }
}

function addressOf({ listeners: { console } }: Settings): URL {
  return new URL(console.url ?? `${console.tls ? 'https' : 'http'}://localhost:${console.port}`)
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error && 'code' in inner ? String(inner.code) : 'no answer'
}
