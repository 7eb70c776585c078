/**
 * Every limit of the listeners, once. A route may be stricter or more generous where it says so; nothing is without limit.
 * Own choices where no source stands; sizes in bytes, times in milliseconds.
 */
export const LIMITS = {
  /** Request line and headers together; Node's own default. */
  headerBytesMax: 16 * 1024,
  /** A path parameter: ids of vendors are long, but not that long. */
  pathParameterMax: 256,
  /** Until the headers, and until the whole request has arrived (Slowloris and its slow-body kin). */
  headersMs: 10_000,
  requestMs: 60_000,
  /** How often the two above are looked at. Node's default of 30 s would make them half a minute longer. */
  timeoutCheckMs: 1_000,
  /** A connection on which nothing moves in either direction, so also a reader who stopped reading. */
  socketMs: 120_000,
  /** Between two requests; longer than the 60 s of the usual proxies, so that it is the proxy that closes. */
  keepAliveMs: 72_000,
  /** From the request's arrival to its answer; an event stream counts until its first byte. */
  handlerMs: 30_000,

  connectionsMax: 10_000,
  /** A whole office comes from one address, each person with a few connections and one stream. */
  connectionsPerAddressMax: 1_000,

  /** A body as it comes over the wire, and after it was inflated, unless the route says more. */
  bodyBytesMax: 64 * 1024,
  /** Objects and arrays within one another. */
  jsonDepthMax: 32,
  formFieldsMax: 100,

  /** Whom we know is limited by who they are, everybody else by where they come from (DESIGN rule 13: never the desk).
   * An office that is locked out as a whole comes from one address. */
  perAddress: { count: 1_200, perMs: 60_000 },
  perCaller: { count: 3_000, perMs: 60_000 },
  /** Counters kept; when there are more, the one nearest to empty goes. */
  rateKeysMax: 100_000,

  /** A comment on a quiet stream, so that proxies keep it; the caller is judged again then, and before an event. */
  heartbeatMs: 20_000,
  /** So long after a session ended, or a role was taken, an open stream may still tell something. */
  streamJudgedMs: 1_000,
  /** Open event streams of one caller: each is a connection, and asks who they are at each heartbeat. */
  streamsPerCallerMax: 20,
  /** A reader who takes nothing for so long is dropped. */
  streamStallMs: 20_000,

  /** A check of /readyz that has not answered by then has failed. */
  readyMs: 2_000,
  /** From the order to stop until connections are cut. */
  stopMs: 10_000,
} as const

type Widened<T> = { readonly [K in keyof T]: T[K] extends number ? number : Widened<T[K]> }
export type Limits = Widened<typeof LIMITS>
