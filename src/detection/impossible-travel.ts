/** Impossible travel: two sign-ins of one person, too far apart for the time between them. */
import { DEFAULTS } from '../base/defaults.ts'
import { distanceKm } from '../base/geography.ts'
import { type About, clientKind, hasBaseline, isUntrusted } from '../profile/index.ts'
import { type SignIn, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding, type Resting } from './detection.ts'
import { createPlaces, type Place } from './places.ts'

interface State {
  last: Place | undefined
  /** The last sign-in through an exit of the organisation's own, and when they first came through it. */
  exit: (Place & { readonly since: number }) | undefined
  /** The unfamiliar place of the last finding: the way back from it is the same story. */
  abroad: { readonly place: Place; readonly finding: OpenFinding } | undefined
}

export const impossibleTravel: Detection<State> = {
  id: 'impossible-travel',
  technique: 'T1078',
  of: 'person',
  opens: Kind.complete,
  sees: 0,
  open: () => ({ last: undefined, exit: undefined, abroad: undefined }),

  step(state, signIn, about, raise) {
    if (Number.isNaN(signIn.latitude) || Number.isNaN(signIn.longitude)) return
    if (isExit(state, signIn, about)) {
      if (state.exit !== undefined && isStay(state.exit, signIn)) state.exit.time = signIn.time
      else state.exit = { ...placeOf(signIn, about), since: exitSince(state, signIn) }
      return
    }
    const last = lastPlace(state, signIn, about)
    if (last === undefined) {
      state.last = placeOf(signIn, about)
      return
    }
    followBack(state, signIn, about)
    if (isStay(last, signIn)) {
      last.time = signIn.time
      return
    }
    const km = distanceKm(last.latitude, last.longitude, signIn.latitude, signIn.longitude)
    const hours = (signIn.time - last.time) / 3_600_000
    const isTooFast = isFar(km, last, signIn) && km > DEFAULTS.travel.speedKmhMax * hours
    if (isTooFast) {
      if (isBackThroughTunnel(last, signIn, about)) return
      const foreign = isForeign(about)
      if (isOneDevice(last, signIn, about, foreign) || isOwnTunnel(last, signIn)) return
      if ((foreign || last.foreign) && isKnown(about, signIn.time)) {
        const finding = raise({
          severity: 'high',
          confidence: isUntrusted(signIn) ? 0.9 : 0.8,
          person: signIn.person,
          address: '',
          people: undefined,
          summary: `Signed in from two places ${Math.round(km)} km apart within ${inWords(hours)}.`,
          next: 'Ask the person on a channel you know which of the two was theirs. Until then end the sessions of the unfamiliar one, and reset nothing on a caller’s word.',
          rows: [last.trace, traceOf(signIn)],
        })
        // The unfamiliar place is not where the person now is.
        if (foreign) {
          state.abroad = { place: placeOf(signIn, about), finding }
          return
        }
      }
    }
    state.last = placeOf(signIn, about, !isTooFast)
  },

  stale: ({ last, exit }, now) => now - Math.max(last?.time ?? 0, exit?.time ?? 0) > DAY_MS,
  rest: restingPlaces,
}

/** Of nearly everybody no more is known than where they were last. */
function restingPlaces(): Resting<State> {
  const places = createPlaces()
  return {
    put(person, { last, exit, abroad }) {
      places.drop(person)
      if (exit !== undefined || abroad !== undefined) return false
      return last === undefined || places.put(person, last)
    },
    get(person) {
      const last = places.get(person)
      return last && { last, exit: undefined, abroad: undefined }
    },
    sweep: (now) => places.dropBefore(now - DAY_MS),
  }
}

/**
 * Where the person was last. An exit does not say where anybody is, and so it tells no journey within the countries that are
 * theirs; but nobody comes through it and from a stranger's network in a new country within minutes.
 */
function lastPlace({ last, exit }: State, signIn: SignIn, about: About): Place | undefined {
  if (exit === undefined || !isForeign(about) || exit.time < (last?.time ?? 0)) return last
  const usual = about.usual
  const isNewCountry = usual !== undefined && hasBaseline(usual, signIn.time) && !usual.knowsCountry(signIn.country)
  return isNewCountry ? exit : last
}

/** Back at home faster than one can travel: told in the finding that there is. */
function followBack(state: State, signIn: SignIn, about: About): void {
  const { abroad } = state
  if (abroad === undefined || isForeign(about)) return
  const { place, finding } = abroad
  const hours = (signIn.time - place.time) / 3_600_000
  const km = distanceKm(place.latitude, place.longitude, signIn.latitude, signIn.longitude)
  if (km > DEFAULTS.travel.speedKmhMax * hours) extend(finding, signIn)
  state.abroad = undefined
}

function placeOf(signIn: SignIn, about: About, reached = true): Place {
  const { latitude, longitude, country, device, client } = signIn
  return {
    latitude,
    longitude,
    country,
    device,
    client,
    ownDevice: hasOwnDevice(signIn, about),
    time: signIn.time,
    trace: traceOf(signIn),
    foreign: isForeign(about),
    reached,
  }
}

/** A place that several people share (office, VPN exit, carrier, conference) is nobody's attack. */
function isForeign(about: About): boolean {
  return about.familiarity === 'foreign' && !about.shared
}

/**
 * Where the log names no operator: somebody with time to get where they are, who then comes through their organisation's
 * network with the same kind of browser. That network may be the exit of its tunnel, and says nothing of where they are.
 */
function isBackThroughTunnel(last: Place, signIn: SignIn, about: About): boolean {
  if (signIn.asn !== 0 || signIn.client === '' || !about.shared || about.familiarity !== 'own') return false
  return last.foreign && last.reached && clientKind(signIn.client) === clientKind(last.client)
}

/** Still at the same place: nothing to judge, and the row kept of it is recent enough. */
function isStay(last: Place, signIn: SignIn): boolean {
  return isSamePlace(last, signIn) && signIn.time - last.trace.time < STAY_MS && last.device === signIn.device
}

const STAY_MS = 3_600_000

function isSamePlace({ latitude, longitude }: Place, signIn: SignIn): boolean {
  return latitude === signIn.latitude && longitude === signIn.longitude
}

/**
 * An exit of the organisation's own tunnel does not say where anybody is: one learned, or a data centre that colleagues share.
 * Where the log names no operator, what colleagues share and is not the person's own place may be one.
 */
function isExit(state: State, signIn: SignIn, about: About): boolean {
  if (about.tunnel) return true
  if (!about.shared) return false
  // Used once, it is known; but only whom it sees for longer has their desk there.
  if (signIn.asn === 0) return about.familiarity !== 'own' || isRecentExit(state, signIn)
  return isUntrusted(signIn) || DEFAULTS.gateways.asns.has(signIn.asn)
}

function isRecentExit({ exit }: State, signIn: SignIn): boolean {
  return exit !== undefined && isSamePlace(exit, signIn) && signIn.time - exit.since < DAY_MS
}

function exitSince({ exit }: State, signIn: SignIn): number {
  return exit !== undefined && isSamePlace(exit, signIn) ? exit.since : signIn.time
}

/** Within one country a carrier's gateway may stand far from the phone. */
function isFar(km: number, last: Place, signIn: SignIn): boolean {
  const { distanceKmMin, distanceInCountryKmMin } = DEFAULTS.travel
  return km >= (last.country === signIn.country ? distanceInCountryKmMin : distanceKmMin)
}

/** One device in both places, or one of the person's own in the unfamiliar one: it travels through a VPN and not by air. */
function isOneDevice(last: Place, signIn: SignIn, about: About, foreign: boolean): boolean {
  if (signIn.device !== '' && signIn.device === last.device) return true
  return foreign || !last.foreign ? hasOwnDevice(signIn, about) : last.ownDevice
}

function hasOwnDevice({ managed, device }: SignIn, about: About): boolean {
  return managed || about.usual?.knowsDevice(device) === true
}

/** The same kind of browser, from a network that sells VPNs: told as an untrusted address, not as a journey. */
function isOwnTunnel(last: Place, signIn: SignIn): boolean {
  return DEFAULTS.vpn.asns.has(signIn.asn) && clientKind(signIn.client) === clientKind(last.client)
}

/** Known for long enough that a place can be called unfamiliar. */
function isKnown(about: About, now: number): boolean {
  const usual = about.usual
  return usual !== undefined && usual.signIns >= DEFAULTS.usual.signInsMin && now - usual.first >= DAY_MS
}

const DAY_MS = 24 * 3_600_000

function inWords(hours: number): string {
  const minutes = Math.round(hours * 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(hours)} h`
}
