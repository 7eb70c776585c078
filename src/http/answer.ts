/** What a route answers: a status with a body of the type that its schema for this status says. */
import Type, { type Static, type TSchema } from 'typebox'
import type { StreamEvent } from './event-stream.ts'

/** Schemas by status. The media type of each is its `contentMediaType`, and JSON without one. */
export type Answers = Readonly<Record<number, TSchema>>

/** A page of HTML. Inline scripts and styles need the nonces of the call. */
export const Page = Type.String({ contentMediaType: 'text/html' })
/** Bytes; the answer's own content-type header may say what they are. */
export const Bytes = Type.Unsafe<Uint8Array>({ type: 'string', contentMediaType: 'application/octet-stream' })
/** Bytes as they come, for what is too long to hold. What fails on the way ends the connection, so that nobody takes it for whole. */
export const ByteStream = Type.Unsafe<AsyncIterable<Uint8Array>>({
  type: 'string',
  contentMediaType: 'application/octet-stream',
  description: 'Bytes, as they come',
})
/** No body. */
export const Nothing = Type.Undefined()
/** Server-sent events, for as long as the caller listens and may. */
export const EventStream = Type.Unsafe<AsyncIterable<StreamEvent>>({
  type: 'string',
  contentMediaType: 'text/event-stream',
})

/** A session to begin or to renew: at least 128 random bits (ASVS V7.2.3), for the cookie and for nothing else. */
export interface SessionStart {
  readonly value: string
  readonly maxAgeSeconds: number
}

interface Besides {
  /** Names in lower case. `location` must be a path of this origin or an absolute address that the room made itself. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sets the session cookie; `end` deletes it, and with it what the browser kept of us. */
  readonly session?: SessionStart | 'end'
}

/** Rooms hand over what they have; nobody here changes it. */
type DeepReadonly<T> = T extends string | number | boolean | null | undefined | Uint8Array | AsyncIterable<unknown>
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }

type WithBody<T> = [T] extends [undefined] ? { readonly body?: undefined } : { readonly body: DeepReadonly<T> }

/** One of the answers declared: the status, and the body that belongs to it. */
export type Answer<Declared extends Answers> = {
  [Status in keyof Declared & number]: Besides & { readonly status: Status } & WithBody<Static<Declared[Status]>>
}[keyof Declared & number]

const JSON_TYPE = 'application/json'

/** The media type of what a schema describes. */
export function mediaTypeOf(schema: TSchema): string {
  return 'contentMediaType' in schema && typeof schema.contentMediaType === 'string'
    ? schema.contentMediaType
    : JSON_TYPE
}

/** Its answer takes its time, and a request for the headers alone must not begin it. */
export function isStream(schema: TSchema): boolean {
  return schema === EventStream || schema === ByteStream
}

export function isNothing(schema: TSchema): boolean {
  return 'type' in schema && schema.type === 'undefined'
}
