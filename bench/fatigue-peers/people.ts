/** Who is in the synthetic organisation, and from where they sign in. Everything follows from a person's number. */
import { type Random, random } from '../../src/simulator/random.ts'

/** From where an event comes: the person's own computer, or an attacker's. */
export interface Seat {
  readonly ip: string
  readonly device: string
  readonly fingerprint: string
  readonly browser: Browser
  readonly place: Place
  readonly asn: number
  readonly network: string
}

export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly enrolment: string
  readonly own: Seat
}

interface Browser {
  readonly agent: string
  readonly name: string
  readonly os: string
  readonly platform: string
}

interface Place {
  readonly city: string
  readonly state: string
  readonly country: string
  readonly postalCode: string
  readonly latitude: number
  readonly longitude: number
}

const GIVEN =
  'Ada Alan Ana Anouk Aron Bea Bram Carla Cem Chloe Dana Dario Dilan Edith Elif Emil Enzo Eva Femi Finn Flora Gina Goran Hana Hugo Ida Ines Ivan Jada Jan Jonas Julia Kai Kira Lars Lea Leo Lina Luca Maja Malik Mara Marco Mila Nadia Nils Noor Olga Omar Otto Paula Piet Priya Quinn Rafa Rhea Rosa Samir Sara Selma Simon Sofia Sven Tara Theo Tilda Tom Uma Una Veit Vera Viktor Wanda Wei Willem Xenia Yara Yusuf Zoe Alba Basil Cora Drew Elon Fay Gus Hedda Iris Jette Kofi Luz Mona Nia Odin Pia Remy Sia Tove Ulf'.split(
    ' ',
  )
const FAMILY =
  'Abel Acker Adler Aydin Bach Bauer Berg Blum Bosch Brandt Braun Busch Castro Conti Costa Cruz Dahl Demir Diaz Dietz Ebert Eder Engel Ernst Falk Faro Fink Frank Gallo Garcia Geier Graf Gross Haas Hahn Hansen Hein Holm Horn Huber Ibsen Ito Jansen Jung Kaya Keller Kern Klein Koch Kraft Kuhn Lang Larsen Lenz Lopez Lutz Maier Marin Mayer Meer Mohr Moreno Moser Naumann Nagel Novak Ohm Okafor Olsen Ortiz Patel Paulus Peters Pohl Popov Rau Reiter Ribeiro Richter Roth Rossi Ruiz Sato Sauer Schmid Scholz Seidel Silva Simon Stein Suzuki Thiel Torres Ulrich Urban Vogel Wagner Weber Winter Yilmaz Ziegler'.split(
    ' ',
  )

const BROWSERS: readonly Browser[] = [
  {
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    name: 'CHROME',
    os: 'Windows 10',
    platform: 'WINDOWS',
  },
  {
    agent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    name: 'SAFARI',
    os: 'Mac OS X',
    platform: 'OSX',
  },
  {
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
    name: 'EDGE',
    os: 'Windows 10',
    platform: 'WINDOWS',
  },
  {
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
    name: 'FIREFOX',
    os: 'Linux',
    platform: 'LINUX',
  },
]

const PLACES: readonly Place[] = [
  {
    city: 'Hamburg',
    state: 'Free and Hanseatic City of Hamburg',
    country: 'Germany',
    postalCode: '20095',
    latitude: 53.55,
    longitude: 9.993,
  },
  {
    city: 'São Paulo',
    state: 'São Paulo',
    country: 'Brazil',
    postalCode: '01000',
    latitude: -23.5475,
    longitude: -46.6361,
  },
  {
    city: 'Chicago',
    state: 'Illinois',
    country: 'United States',
    postalCode: '60602',
    latitude: 41.8832,
    longitude: -87.6324,
  },
  { city: 'Zürich', state: 'Zurich', country: 'Switzerland', postalCode: '8001', latitude: 47.3667, longitude: 8.55 },
  {
    city: 'Kraków',
    state: 'Lesser Poland',
    country: 'Poland',
    postalCode: '30-001',
    latitude: 50.0833,
    longitude: 19.9167,
  },
]

/** So many different names there are: the person with a number so much higher is a namesake, with another id and login. */
export const NAMES = GIVEN.length * FAMILY.length

/** One person of the organisation, the same for the same seed and number. */
export function personOf(seed: number, number: number): Person {
  const rng = random(seed, 1, number)
  const given = GIVEN[number % GIVEN.length]!
  const family = FAMILY[Math.floor(number / GIVEN.length) % FAMILY.length]!
  const round = Math.floor(number / NAMES)
  return {
    id: `00u${rng.hex(17)}`,
    login: `${given}.${family}${round === 0 ? '' : round + 1}@example.com`.toLowerCase(),
    name: `${given} ${family}`,
    enrolment: `pfd${rng.hex(17)}`,
    own: seatOf(rng, homeAddress(number)),
  }
}

/** An attacker's computer; each attack has its own. The address is of the range for benchmarks (RFC 2544). */
export function attackerSeat(seed: number, number: number): Seat {
  return seatOf(random(seed, 2, number), `198.19.${number >> 8}.${number & 255}`)
}

/** Half of the homes have IPv6 (documentation range, RFC 3849), the others IPv4 (range for benchmarks, RFC 2544). */
function homeAddress(number: number): string {
  if (number % 2 === 1) return `2001:db8:${number.toString(16)}::${(number % 251) + 2}`
  return `198.18.${number >> 8}.${number & 255}`
}

function seatOf(rng: Random, ip: string): Seat {
  return {
    ip,
    device: `guo${rng.hex(17)}`,
    fingerprint: rng.hex(32),
    browser: rng.pick(BROWSERS),
    place: rng.pick(PLACES),
    asn: rng.int(64_496, 64_510), // numbers for documentation, RFC 5398
    network: 'example telecom',
  }
}
