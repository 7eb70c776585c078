/** Impossible travel: two sign-ins of one person, too far apart for the time between them. */
import { DEFAULTS } from '../base/defaults.ts'
import { distanceKm } from '../base/geography.ts'
import { type About, clientKind, isUntrusted } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, Kind } from './detection.ts'

interface State {
  readonly latitude: number
  readonly longitude: number
  readonly trace: Trace
  readonly device: string
  readonly client: string
}

/** Boxed, because a state is changed and not replaced. */
interface Last {
  at: State | undefined
}

export const impossibleTravel: Detection<Last> = {
  id: 'impossible-travel',
  technique: 'T1078',
  of: 'person',
  opens: Kind.complete,
  sees: 0,
  open: () => ({ at: undefined }),

  step(last, signIn, about, raise) {
    // Addresses that several people share (office, VPN exit, carrier) do not say where anybody is.
    if (Number.isNaN(signIn.latitude) || Number.isNaN(signIn.longitude) || about.shared) return
    const before = last.at
    if (
      before !== undefined &&
      before.latitude === signIn.latitude &&
      before.longitude === signIn.longitude &&
      signIn.time - before.trace.time < 60_000
    )
      return
    const km =
      before === undefined ? 0 : distanceKm(before.latitude, before.longitude, signIn.latitude, signIn.longitude)
    if (before !== undefined && km >= DEFAULTS.travel.distanceKmMin) {
      const hours = (signIn.time - before.trace.time) / 3_600_000
      if (km > DEFAULTS.travel.speedKmhMax * hours && !isOwnTunnel(before, signIn, about)) {
        raise({
          severity: 'high',
          confidence: isUntrusted(signIn) ? 0.9 : 0.8,
          person: signIn.person,
          address: '',
          people: undefined,
          summary: `Signed in from two places ${Math.round(km)} km apart within ${describeHours(hours)}.`,
          next: 'Ask the person on a channel you know which of the two was theirs. Until then end the sessions of the unfamiliar one, and reset nothing on a caller’s word.',
          rows: [before.trace, traceOf(signIn)],
        })
        // The unfamiliar place is not where the person now is.
        if (about.familiarity !== 'own') return
      }
      if (isOwnTunnel(before, signIn, about) && isUntrusted(signIn)) return
    }
    last.at = {
      latitude: signIn.latitude,
      longitude: signIn.longitude,
      trace: traceOf(signIn),
      device: signIn.device,
      client: signIn.client,
    }
  },

  stale: (last, now) => now - (last.at?.trace.time ?? 0) > 24 * 3_600_000,
}

/** The same device at both ends travels through a VPN, not by air. */
function isOwnTunnel(before: State, signIn: SignIn, about: About): boolean {
  if (signIn.device !== '')
    return signIn.device === before.device || about.person?.usual.devices.includes(signIn.device) === true
  return before.device === '' && clientKind(signIn.client) === clientKind(before.client) && isUntrusted(signIn)
}

function describeHours(hours: number): string {
  const minutes = Math.round(hours * 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(hours)} h`
}
