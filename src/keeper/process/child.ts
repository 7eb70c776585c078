/** A keeper as a child of the front: a connection that only the two have, and nothing of the front's environment but what is given. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'

/** The number by which the child finds its end of the connection. */
export const CHILD_FD = 3

export interface ChildOptions {
  /** What is run, by this Node. */
  readonly program: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Told of each that was started. */
  onStart?(child: ChildProcess): void
}

/** Starts one each time that it is asked to connect: the one before has ended then. */
export function connectToChild({ program, environment, onStart }: ChildOptions): () => Promise<Duplex> {
  let before: ChildProcess | undefined
  return async () => {
    before?.kill('SIGKILL')
    const child = spawn(process.execPath, [...program], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      env: { ...environment, POSTERN_KEEPER_FD: String(CHILD_FD) },
      // A Ctrl-C in the terminal is for the front: it ends what is under way, and the keeper with it.
      detached: true,
    })
    before = child
    onStart?.(child)
    const stream = child.stdio[CHILD_FD] as Duplex
    child.once('exit', () => stream.destroy())
    child.once('error', () => stream.destroy())
    child.unref()
    return stream
  }
}
