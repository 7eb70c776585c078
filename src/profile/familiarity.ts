/**
 * Is this row from the person's own surroundings?
 *
 * `foreign` needs both an unknown device and an unknown network, and enough history to know.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { distanceKm } from '../base/geography.ts'
import type { SignIn } from '../signin/index.ts'
import type { Place, Usual } from './usual.ts'

/** Whose surroundings a row comes from. `unclear`: too little history, or only one of device and network is new. */
export type Familiarity = 'own' | 'foreign' | 'unclear'

/** Judges a row against what was learned before it. */
export function familiarity(usual: Usual, signIn: SignIn): Familiarity {
  const { ip } = signIn
  if (usual.knowsDevice(signIn.device) || usual.knowsAddress(ip) || usual.knowsNetworkOf(ip)) return 'own'
  if (usual.signIns < DEFAULTS.usual.signInsMin || ip === '') return 'unclear'
  if (!usual.knowsClient(signIn.client)) return 'foreign'
  // A dynamic address of the usual operator, or the usual browser in the usual country: one cannot say.
  if (usual.knowsOperator(signIn.asn)) return 'unclear'
  const knownCountry = signIn.country === '' || usual.knowsCountry(signIn.country)
  return knownCountry && !isUntrusted(signIn) ? 'unclear' : 'foreign'
}

/**
 * A stranger's row, as far as one can say: from other surroundings than the person's, and from a country, hosting network or
 * anonymiser that the person does not use. Somebody at a new address in the home country is not called one.
 */
export function isStranger(usual: Usual | undefined, signIn: SignIn, familiar: Familiarity): boolean {
  if (familiar === 'own') return false
  if (isUntrusted(signIn)) return true
  if (familiar !== 'foreign' || usual === undefined) return false
  return signIn.country !== '' && !usual.knowsCountry(signIn.country)
}

/** The provider calls the address an anonymiser, or it belongs to a hosting company. */
export function isUntrusted(signIn: SignIn): boolean {
  return signIn.anonymous || DEFAULTS.hosting.asns.has(signIn.asn)
}

/** Has this person got in before, and never with a second step? */
export function knowsOnlyPassword(usual: Usual): boolean {
  return usual.signIns > 0 && usual.proof === 'none'
}

/** Enough history to call something new that was never seen? */
export function hasBaseline(usual: Usual, now: number): boolean {
  return now - usual.first >= DEFAULTS.usual.baselineMs && usual.signIns >= DEFAULTS.usual.baselineSignInsMin
}

/** Could nobody have travelled from there to where this row comes from in the time between? Judged by DEFAULTS.travel. */
export function isTooFar(place: Place, signIn: SignIn): boolean {
  const km = distanceKm(place.latitude, place.longitude, signIn.latitude, signIn.longitude)
  const { distanceKmMin, speedKmhMax } = DEFAULTS.travel
  return km >= distanceKmMin && km > (speedKmhMax * (signIn.time - place.time)) / 3_600_000
}
