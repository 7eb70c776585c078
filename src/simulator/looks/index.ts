/** People who look like an attack or a lockout and are neither: what each kind does on a day. */
import type { Person } from '../happening.ts'
import type { Look } from '../people.ts'
import { random } from '../random.ts'
import { DAY, HOUR, type World } from '../world.ts'
import type { Behaviour } from './behaviour.ts'
import {
  assistant,
  failingScript,
  fumbler,
  helpdesk,
  newLaptop,
  newPhone,
  officeCrowd,
  ownRefusal,
  phoneElsewhere,
} from './desk.ts'
import { commercialVpn, conference, longHaul, sharedCarrier, vpnTraveller } from './travel.ts'

/** Schedules what is special about a look-alike's day, before ordinary habits fill the rest. */
export function lookDay(world: World, person: Person, day: number): void {
  const behaviour = BEHAVIOURS[person.look as Look]
  if (!behaviour) return
  const rng = random(world.seed, 0x100c, person.index, day)
  const midnight = world.start + day * DAY
  const weekday = Math.floor((midnight + 12 * HOUR) / DAY + 4) % 7
  if ((weekday === 0 || weekday === 6) && !EVERY_DAY.has(person.look)) return
  behaviour(world, person, midnight, rng)
}

/** Whoever is away is so on Sundays too, and somebody always answers the helpdesk's phone. */
const EVERY_DAY: ReadonlySet<string> = new Set(['helpdesk', 'vpn-traveller', 'long-haul-traveller'])

const BEHAVIOURS: Readonly<Record<Look, Behaviour | null>> = {
  'vpn-traveller': vpnTraveller,
  'long-haul-traveller': longHaul,
  fumbler,
  assistant,
  'phone-in-another-room': phoneElsewhere,
  'own-refusal': ownRefusal,
  'new-phone': newPhone,
  'new-laptop': newLaptop,
  'night-shift': null,
  helpdesk,
  'failing-script': failingScript,
  conference,
  'shared-carrier': sharedCarrier,
  'commercial-vpn': commercialVpn,
  'office-crowd': officeCrowd,
  executive: null,
}
