/** What a demo refuses. */
import type { ListenerOptions } from '../http/index.ts'
import type { Store } from '../store/index.ts'

export type DemoErrorCode =
  | 'ERR_DEMO_ONLY'
  | 'ERR_DEMO_FOLDER'
  | 'ERR_DEMO_PASSKEY'
  | 'ERR_DEMO_SANDBOX'
  | 'ERR_DEMO_STAFF'

export class DemoError extends Error {
  readonly code: DemoErrorCode
  constructor(code: DemoErrorCode, message: string) {
    super(message)
    this.name = 'DemoError'
    this.code = code
  }
}

/** Throws ERR_DEMO_ONLY unless the data is a demo's and every listener is on loopback (DESIGN §3 rule 26). */
export function refuseUnlessDemo(
  { kind }: Pick<Store, 'kind'>,
  listeners: Readonly<Record<string, Pick<ListenerOptions, 'bind'>>>,
): void {
  if (kind !== 'demo') {
    throw new DemoError('ERR_DEMO_ONLY', 'This is real data. Role cards and simulated people exist in a demo alone.')
  }
  const open = Object.entries(listeners).find(([, { bind = '127.0.0.1' }]) => !isLoopback(bind))
  if (open !== undefined) {
    throw new DemoError(
      'ERR_DEMO_ONLY',
      `The demo's ${open[0]} would listen beyond this machine, and anybody could sign in. Leave POSTERN_BIND out.`,
    )
  }
}

/** Addresses alone: what a name means is somebody else's to say. */
function isLoopback(address: string): boolean {
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address) || address === '::1'
}
