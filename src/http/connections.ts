/** How many connections, in all and from one address; what is over is closed unread. */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { sourceOf } from './rate.ts'

export interface ConnectionLimits {
  readonly connectionsMax: number
  readonly connectionsPerAddressMax: number
}

/**
 * Sets the limits on a server. `isProxy` says of which addresses many callers come at once: they are held to the whole only.
 * `watch` hears of each that was let in (1) and of its end (-1).
 */
export function limitConnections(
  server: Server,
  { connectionsMax, connectionsPerAddressMax }: ConnectionLimits,
  isProxy: (address: string) => boolean,
  watch: (change: 1 | -1) => void,
): void {
  const open = new Map<string, number>()
  server.maxConnections = connectionsMax

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const from = isProxy(address) ? 'proxy' : sourceOf(address)
    const count = (open.get(from) ?? 0) + 1
    if (from !== 'proxy' && count > connectionsPerAddressMax) {
      socket.destroy()
      return
    }
    open.set(from, count)
    watch(1)
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1
      if (left === 0) open.delete(from)
      else open.set(from, left)
      watch(-1)
    })
  })
}
