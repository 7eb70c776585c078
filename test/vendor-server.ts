/** A vendor's HTTP server for tests, on 127.0.0.1 and a free port: answers as told, and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An answer; `cut` breaks the connection instead, `never` leaves it open. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string | object }
  | 'cut'
  | 'never'

export interface VendorServer {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  close(): Promise<void>
}

/** `reply` is asked for every request, in order. */
export async function startVendor(
  reply: (received: Received, index: number) => Reply,
  tls?: { readonly key: string; readonly cert: string },
): Promise<VendorServer> {
  const received: Received[] = []
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(one)
      const answer = reply(one, received.length - 1)
      if (answer === 'cut') request.socket.destroy()
      else if (answer !== 'never') {
        const { status, headers = {}, body = '' } = answer
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
      }
    })
  }
  const server: Server = tls ? createSecureServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
