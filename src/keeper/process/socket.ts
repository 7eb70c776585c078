/** A keeper under another user, on a Unix socket: who may connect, the file system says. */
import { chmodSync, lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { answerOn } from '../answering.ts'
import type { Keeper } from '../keeper.ts'
import { CHILD_FD } from './child.ts'

const OWNER_AND_GROUP = 0o660

export function connectToSocket(path: string): () => Promise<Duplex> {
  return () =>
    new Promise((resolve, reject) => {
      const socket = connect(path)
      socket.once('connect', () => resolve(socket))
      socket.once('error', reject)
    })
}

/** Listens until it is closed. A socket that a keeper before left behind is replaced; anything else there is left alone. */
export async function listenOn(path: string, keeper: Keeper): Promise<Server> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(path)
  const server = createServer((socket) => answerOn(socket, keeper))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, OWNER_AND_GROUP)
  return server
}

/** Answers the front whose child this process is; resolves when that one is gone. */
export async function answerParent(keeper: Keeper): Promise<void> {
  const stream = new Socket({ fd: CHILD_FD, readable: true, writable: true })
  await new Promise<void>((resolve) => answerOn(stream, keeper, resolve))
}
