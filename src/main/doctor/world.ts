/** What the checks look at, outside: names, certificates, disks, files, the running server. */
import { execFile } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { type Backup, backupsIn } from '../backup.ts'

export interface World {
  readonly now: number
  /** Rejects where the name is not known. */
  addressOf(host: string): Promise<string>
  /** Rejects where nobody answers by TLS, or the certificate is not trusted or of another name: the error's code says which. */
  certificateEnds(host: string, port: number): Promise<number>
  /** Of the disk that holds it, in bytes; undefined where there is no such path. */
  disk(path: string): Promise<{ readonly free: number; readonly all: number; readonly device: number } | undefined>
  /** Permission bits; undefined where there is no such path. */
  modeOf(path: string): number | undefined
  backupsIn(folder: string): Promise<readonly Backup[]>
  /** Whether the system's clock is kept right by the network; undefined where that cannot be told. */
  isClockKept(): Promise<boolean | undefined>
  fetch(url: string, init?: RequestInit): Promise<Response>
}

const ANSWER_MS_MAX = 5000

export function realWorld(): World {
  return {
    now: Date.now(),
    addressOf: async (host) => (await lookup(host)).address,
    certificateEnds,
    async disk(path) {
      if (!existsSync(path)) return undefined
      const { bavail, blocks, bsize } = await statfs(path)
      return { free: bavail * bsize, all: blocks * bsize, device: statSync(path).dev }
    },
    modeOf: (path) => (existsSync(path) ? statSync(path).mode & 0o777 : undefined),
    backupsIn,
    isClockKept,
    fetch: (url, init) => fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS_MAX) }),
  }
}

async function certificateEnds(host: string, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: host, timeout: ANSWER_MS_MAX }, () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to))
      socket.destroy()
    })
    socket.on('timeout', () => socket.destroy(Object.assign(new Error('No answer.'), { code: 'ETIMEDOUT' })))
    socket.on('error', reject)
  })
}

/** systemd knows; elsewhere it is not told. */
async function isClockKept(): Promise<boolean | undefined> {
  try {
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '--property=NTPSynchronized', '--value'])
    return stdout.trim() === 'yes'
  } catch {
    return undefined
  }
}
