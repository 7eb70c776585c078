/** HTTP: two listeners, routes that say who may call them, and everything a request has to pass before it reaches one. */
export {
  type Access,
  type Authenticators,
  anyone,
  byPasskey,
  type Caller,
  type CallerOf,
  claimant,
  decide,
  keeper,
  machine,
  member,
  type Permission,
  type Presented,
  type Scope,
  STAFF_ROLES,
  type StaffRole,
  source,
  staff,
  type Way,
} from './access.ts'
export {
  type Answer,
  type Answers,
  ByteStream,
  Bytes,
  EventStream,
  Nothing,
  Page,
  type SessionStart,
} from './answer.ts'
export type { StreamEvent } from './event-stream.ts'
export type { Translate } from './failure.ts'
export { createFeed, type Feed, type Message } from './feed.ts'
export { LIMITS, type Limits } from './limits.ts'
export type { ListenerName, ListenerOptions } from './listeners.ts'
export { createLog, type Log, type LogOptions } from './log.ts'
export { type Fault, Problem, ProblemDetails, type ProblemParts } from './problem.ts'
export { type Rate, type RateLimiter, rateLimiter } from './rate.ts'
export type { ReadinessCheck } from './readiness.ts'
export { type Call, Count, callerAs, type Method, RawBody, type Route, type RouteRates, route } from './route.ts'
export { RouteError, type RouteErrorCode } from './route-rules.ts'
export { type Bound, createServer, type ListedRoute, type Server, type ServerOptions } from './server.ts'
