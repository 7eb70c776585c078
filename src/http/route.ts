/** A route as a value: rooms make them in their routes.ts, and main.ts hands them to the server. */
import Type, { type StaticDecode, type TSchema } from 'typebox'
import type { Access, Caller, CallerOf, Scope } from './access.ts'
import type { Answer, Answers } from './answer.ts'
import type { ListenerName } from './listeners.ts'
import type { Log } from './log.ts'
import type { Rate } from './rate.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A body that the room reads itself: any bytes, inflated, of a content type that `consumes` names. */
export const RawBody = Type.Unsafe<Uint8Array>({ type: 'string', contentMediaType: 'application/octet-stream' })

/** One request, checked and admitted. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly caller: Caller
  /** Where the caller may do this. What is shown or done must lie within one of these. */
  readonly scopes: readonly Scope[]
  /** A UUID made here; the log line and every problem name it. */
  readonly requestId: string
  /** When it was admitted, milliseconds since 1970. */
  readonly now: number
  /** Of the last hop that is not a trusted proxy. */
  readonly address: string
  /** Our origin as the caller sees it, without a slash at the end. */
  readonly origin: string
  /** For inline `<script nonce>` and `<style nonce>` of a page. */
  readonly nonce: { readonly script: string; readonly style: string }
  /** The session cookie as it came, for whoever renews or ends that session. It proves nothing here: `caller` does. */
  readonly session: string | undefined
  /** One header, its name in lower case; undefined if it was not sent. Never log one. */
  header(name: string): string | undefined
  /** Aborts when the caller is gone or out of time. */
  readonly signal: AbortSignal
  readonly log: Log
}

export interface RouteRates<C = Call> {
  /** Instead of the usual, for callers we do not know, by their address. */
  readonly perAddress?: Rate
  /** Instead of the usual, for those we know, by who they are. */
  readonly perCaller?: Rate
  /** Besides: for what the call is about, such as the account that somebody typed. Nothing is counted under undefined. */
  perSubject?(call: C): { readonly key: string; readonly rate: Rate } | undefined
}

export interface Route<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Declared extends Answers = Answers,
> {
  readonly method: Method
  /** `/organisations/:organisation/lockouts`. A parameter named `organisation` is held against the caller's scope. */
  readonly path: string
  readonly on: ListenerName | 'both'
  readonly access: Access
  /** What it does, in one sentence, for the API's description. */
  readonly summary: string
  /** Schemas of what comes in. Objects are closed unless they say `additionalProperties: true`. */
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Content types of the body; JSON unless said. `application/x-www-form-urlencoded` gives an object of strings. */
  readonly consumes?: readonly string[]
  /** Over the wire, and inflated; the second is as the first unless said. */
  readonly bodyBytesMax?: number
  readonly inflatedBytesMax?: number
  readonly handlerMs?: number
  readonly rates?: RouteRates<Call<StaticDecode<Params>, StaticDecode<Query>, StaticDecode<Body>>>
  readonly answers: Declared
  handle(call: Call<StaticDecode<Params>, StaticDecode<Query>, StaticDecode<Body>>): Promise<Answer<Declared>>
}

/** Gives the handler the types of the route's own schemas. */
export function route<
  Declared extends Answers,
  const Given extends Answer<Declared>,
  Params extends TSchema = Type.TUnsafe<Record<string, never>>,
  Query extends TSchema = Type.TUnsafe<Record<string, never>>,
  Body extends TSchema = Type.TUnsafe<undefined>,
>(
  definition: Omit<Route<Params, Query, Body, Declared>, 'handle'> & {
    handle(call: Call<StaticDecode<Params>, StaticDecode<Query>, StaticDecode<Body>>): Promise<Given>
  },
): Route {
  return definition as unknown as Route
}

/** A whole number in a path or query, where everything is text: `max` included. */
export function Count({ min = 0, max }: { readonly min?: number; readonly max: number }) {
  const digits = String(max).length
  return Type.Refine(
    Type.Codec(Type.String({ pattern: `^(0|[1-9][0-9]{0,${digits - 1}})$` }))
      .Decode((text: string) => Number(text))
      .Encode((count: number) => String(count)),
    (text) => Number(text) >= min && Number(text) <= max,
    () => `must be a whole number from ${min} to ${max}`,
  )
}

/** The caller as one kind of them; a route that admits only that kind never sees another. Throws otherwise. */
export function callerAs<Who extends Caller['who']>(call: Pick<Call, 'caller'>, who: Who): CallerOf<Who> {
  if (call.caller.who !== who)
    throw new Error(`This route was to be called by ${who} only, and was by ${call.caller.who}.`)
  return call.caller as CallerOf<Who>
}
