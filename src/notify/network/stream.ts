/** Bytes to a receiver that does not answer: a stream that is closed in order, or a datagram. Guarded as all else. */
import { createSocket } from 'node:dgram'
import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { refused } from '../outcome.ts'
import { Ended } from './failure.ts'
import { allowedAddresses, type Network, pinned } from './lookup.ts'
import type { Progress } from './post.ts'

export interface Receiver {
  readonly host: string
  readonly port: number
  readonly ca?: string
}

/** Connects, writes all of `text` (nothing, to see whether one can), closes, and waits until the other side has closed too. */
export async function sendStream(
  receiver: Receiver & { readonly secure: boolean },
  text: string,
  network: Network,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { host, port, secure, ca } = receiver
  if (!secure && !network.plain) throw new Ended(refused('ERR_NOTIFY_ADDRESS', 'only TLS is allowed', 'channel'))
  const target = { host, port, lookup: pinned(await allowedAddresses(host, network)) }
  signal.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const socket = secure
      ? connectSecure({
          ...target,
          minVersion: 'TLSv1.2',
          ...(isIP(host) ? {} : { servername: host }),
          ...(ca === undefined ? {} : { ca }),
        })
      : connectPlain(target)
    const abort = () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }))
    signal.addEventListener('abort', abort, { once: true })
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      progress.sent = 'unknown'
      socket.end(text)
    })
    socket.on('error', reject)
    socket.once('close', (hadError) => {
      signal.removeEventListener('abort', abort)
      if (!hadError) resolve()
    })
    // What it says is of no interest, but unread it would keep the connection open.
    socket.resume()
  })
}

export async function sendDatagram({ host, port }: Receiver, text: string, network: Network): Promise<void> {
  if (!network.plain) throw new Ended(refused('ERR_NOTIFY_ADDRESS', 'UDP is not encrypted', 'channel'))
  const [target] = await allowedAddresses(host, network)
  const socket = createSocket(target!.family === 6 ? 'udp6' : 'udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.send(text, port, target!.address, (error) => (error ? reject(error) : resolve()))
    })
  } finally {
    socket.close()
  }
}
