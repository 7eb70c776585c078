/**
 * New device, new network, unusual hour: a complete sign-in that differs from what is usual for this person.
 *
 * None of them is an attack by itself. They are reported once there is a baseline to differ from.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type About, hasBaseline, hourOf } from '../profile/index.ts'
import { type DetectionId, type SignIn, traceOf } from '../signin/index.ts'
import { type Detection, Kind } from './detection.ts'

const NEXT =
  'Nothing to do by itself. If the person calls about a lockout, ask whether this was theirs before anything else.'

export const newDevice = unfamiliar('new-device', (signIn, about) => {
  const usual = about.usual
  if (usual === undefined) return undefined
  if (signIn.device !== '' && usual.devices > 0) {
    return !usual.knowsDevice(signIn.device) ? 'First sign-in with this device.' : undefined
  }
  return signIn.client !== '' && usual.clients > 0 && !usual.knowsClient(signIn.client)
    ? 'First sign-in with this kind of browser or system.'
    : undefined
})

export const newNetwork = unfamiliar('new-network', (signIn, about) => {
  const usual = about.usual
  if (usual === undefined || signIn.ip === '') return undefined
  if (usual.knowsAddress(signIn.ip) || usual.knowsNetworkOf(signIn.ip)) return undefined
  if (signIn.country !== '' && usual.countries > 0 && !usual.knowsCountry(signIn.country)) {
    return `First sign-in from this country (${signIn.country}).`
  }
  if (signIn.asn !== 0)
    return usual.knowsOperator(signIn.asn) ? undefined : 'First sign-in from this operator’s network.'
  // Without the operator's number, every dynamic address would be new: the country has to do.
  return undefined
})

export const unusualHour = unfamiliar('unusual-hour', (signIn, about) => {
  const usual = about.usual
  const { hourSignInsMin, farHourSignInsMin, hoursAway, farHoursAway } = DEFAULTS.usual
  if (usual === undefined || usual.signIns < farHourSignInsMin) return undefined
  const away = usual.signIns < hourSignInsMin ? farHoursAway : hoursAway
  const hour = hourOf(signIn.time)
  for (let near = hour + 24 - away; near <= hour + 24 + away; near++) {
    if ((usual.hours & (1 << (near % 24))) !== 0) return undefined
  }
  return `Never before signed in around ${String(hour).padStart(2, '0')}:00 UTC.`
})

function unfamiliar(id: DetectionId, differs: (signIn: SignIn, about: About) => string | undefined): Detection<object> {
  return {
    id,
    technique: 'T1078',
    of: 'person',
    opens: Kind.complete,
    sees: 0,
    open: () => NOTHING,
    // What is usual is kept by the profile: there is no state, and `concerns` is the whole question.
    concerns: (signIn, about) =>
      about.usual !== undefined && hasBaseline(about.usual, signIn.time) && differs(signIn, about) !== undefined,
    step(_, signIn, about, raise) {
      if (about.usual === undefined || !hasBaseline(about.usual, signIn.time)) return
      const summary = differs(signIn, about)
      if (summary === undefined) return
      raise({
        severity: 'info',
        confidence: 0.6,
        person: signIn.person,
        address: '',
        people: undefined,
        summary,
        next: NEXT,
        rows: [traceOf(signIn)],
      })
    },
    stale: () => true,
  }
}

const NOTHING = {}
