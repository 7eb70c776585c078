/** The envelope of an Okta System Log event, and the parts that many events share. */
import { userAgent } from '../devices.ts'
import { isPerson, type Person, type Seat, type Stranger } from '../happening.ts'
import type { Random } from '../random.ts'
import type { Row } from './row.ts'

export type Json = Record<string, unknown>

/** What differs from event to event; the rest is the envelope. */
export interface OktaEvent {
  readonly time: number
  readonly type: string
  readonly message: string
  readonly result: string
  readonly reason?: string | null
  readonly debug?: Json
  readonly targets?: readonly Json[]
  readonly legacy?: string | null
  readonly severity?: 'DEBUG' | 'INFO' | 'WARN'
  /** Which request of the attempt: rows of one request share a transaction. */
  readonly request?: number
}

/** Okta ids are twenty letters and digits that begin with the kind. */
export function oktaId(person: Person): string {
  return `00u${person.account.replaceAll('-', '').slice(0, 17)}`
}

export function user(person: Person): Json {
  return { id: oktaId(person), type: 'User', alternateId: person.login, displayName: nameOf(person), detailEntry: null }
}

export function nameOf(person: Person): string {
  return `${person.given} ${person.family}`.trim()
}

export function row(
  event: OktaEvent,
  actor: Person | Stranger | null,
  seat: Seat | null,
  session: string,
  transaction: string,
  rng: Random,
): Row {
  const text = JSON.stringify({
    actor: actorOf(actor),
    client: client(seat),
    device: null,
    authenticationContext: {
      authenticationProvider: event.debug?.factor ? 'FACTOR_PROVIDER' : null,
      credentialProvider: event.debug?.factor ? 'OKTA_CREDENTIAL_PROVIDER' : null,
      credentialType: null,
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: session,
      externalSessionId: session,
    },
    displayMessage: event.message,
    eventType: event.type,
    outcome: { result: event.result, reason: event.reason ?? null },
    published: new Date(event.time).toISOString(),
    securityContext: {
      asNumber: seat?.network.asn ?? null,
      asOrg: seat?.network.organisation.toLowerCase() ?? null,
      isp: seat?.network.organisation.toLowerCase() ?? null,
      domain: seat ? '.' : null,
      isProxy: seat ? seat.network.kind === 'tor' || seat.network.kind === 'commercial-vpn' : null,
    },
    severity: event.severity ?? 'INFO',
    debugContext: { debugData: debug(event, seat, transaction, rng) },
    legacyEventType: event.legacy ?? null,
    transaction: { type: 'WEB', id: transaction, detail: {} },
    uuid: rng.uuid(),
    version: '0',
    request: {
      ipChain: seat
        ? [
            {
              ip: seat.ip,
              geographicalContext: place(seat),
              version: seat.ip.includes(':') ? 'V6' : 'V4',
              source: null,
            },
          ]
        : [],
    },
    target: event.targets ?? null,
  })
  return { time: event.time, text }
}

function actorOf(actor: Person | Stranger | null): Json {
  if (!actor)
    return {
      id: 'spr000000000000',
      type: 'SystemPrincipal',
      alternateId: 'system@okta.com',
      displayName: 'Okta System',
      detailEntry: null,
    }
  if (isPerson(actor)) return user(actor)
  return { id: 'unknown', type: 'User', alternateId: actor.login, displayName: 'unknown', detailEntry: null }
}

const SYSTEMS: Readonly<Record<string, string>> = { MacOs: 'Mac OS X', Ios: 'iOS' }

function client(seat: Seat | null): Json | null {
  if (!seat) return null
  const { device } = seat
  return {
    userAgent: {
      rawUserAgent: userAgent(device),
      os: SYSTEMS[device.os] ?? device.os,
      browser: device.browser.toUpperCase(),
    },
    zone: seat.network.kind === 'office' ? 'OfficeZone' : 'null',
    device: device.kind === 'phone' ? 'Mobile' : 'Computer',
    id: null,
    ipAddress: seat.ip,
    geographicalContext: place(seat),
  }
}

function place({ network }: Seat): Json {
  const { city } = network
  return {
    city: city.name,
    state: city.state,
    country: city.countryName,
    postalCode: null,
    geolocation: { lat: city.latitude, lon: city.longitude },
  }
}

function debug(event: OktaEvent, seat: Seat | null, transaction: string, rng: Random): Json {
  const uri = (event.debug?.requestUri as string | undefined) ?? '/idp/idx/challenge/answer'
  return {
    authnRequestId: transaction.slice(0, 27),
    deviceFingerprint: seat ? seat.device.id.replaceAll('-', '') : undefined,
    dtHash: seat ? `${seat.device.id.replaceAll('-', '')}${seat.device.id.replaceAll('-', '')}` : undefined,
    requestId: rng.hex(26),
    risk: '{level=LOW}',
    behaviors:
      '{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}',
    threatSuspected: 'false',
    requestUri: uri,
    url: `${uri}?`,
    ...event.debug,
  }
}
