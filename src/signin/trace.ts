/** What is kept of a row that a verdict rests on: enough to name it, find it again and say it in words. */
import type { Change, Method, Provider, Reason, SignIn } from './sign-in.ts'

export interface Trace {
  readonly time: number
  readonly id: string
  readonly file: number
  readonly line: number
  readonly provider: Provider
  readonly code: string
  readonly detail: string
  readonly reason: Reason
  readonly method: Method
  readonly change: Change
  readonly ip: string
  readonly name: string
  readonly success: boolean
  readonly target: string
  readonly pushed: boolean
}

/** Copies what stays of a sign-in (which itself may be a view that moves on to the next row). */
export function traceOf(signIn: SignIn): Trace {
  return {
    time: signIn.time,
    id: signIn.id,
    file: signIn.file,
    line: signIn.line,
    provider: signIn.provider,
    code: signIn.code,
    detail: signIn.detail,
    reason: signIn.reason,
    method: signIn.method,
    change: signIn.change,
    ip: signIn.ip,
    name: signIn.name,
    success: signIn.outcome === 'success',
    target: signIn.target,
    pushed: signIn.pushed,
  }
}
