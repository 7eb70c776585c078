/** Trouble of single people: lockouts, attacks, and what is done behind Postern's back. Each says what it meant, once it has happened. */
import { FAR } from '../sample-people.ts'
import { HOUR, MINUTE, type Scene, type Script, SECOND, type Stage } from './scene.ts'
import type { Browser, Somebody } from './somebody.ts'
import { answered, refused, signsIn, unanswered, type Way } from './ways.ts'

const has =
  (...ways: readonly Way[]) =>
  (somebody: Somebody): boolean =>
    ways.every((way) => somebody.has(way))

/** A rented machine, far away. */
function thief({ rng, people: [victim] }: Stage): Browser {
  const address = `${FAR.prefix}${rng.int(10, 250)}`
  return victim.at({ address, browser: `thief at ${address} of ${victim.belongings.account}` })
}

/** Types code after code; in the end the prompt on the same phone does it. */
async function* clockDrift({ rng, people: [person], meant }: Stage): Scene {
  const offMs = -rng.int(5, 20) * MINUTE
  for (let tries = 0; tries < 4; tries++) {
    await person.office.begins()
    yield 6 * SECOND
    await person.office.typesCode(offMs)
    yield rng.int(3, 8) * MINUTE
  }
  yield* signsIn(person, person.office, 'push')
  meant({ what: 'lockout', cause: 'clock-drift', person: person.belongings.userName })
}

/** Prompts go to the phone that is gone; a code in the inbox helps in the end, else the helpdesk's pass. */
async function* lostPhone({ rng, people: [person], administration, meant }: Stage): Scene {
  for (let tries = rng.int(3, 4); tries > 0; tries--) {
    await person.office.begins()
    yield 3 * SECOND
    yield* unanswered(person.office)
    yield rng.int(6, 25) * MINUTE
  }
  if (person.has('inbox')) yield* signsIn(person, person.office, 'inbox')
  else {
    yield HOUR
    const pass = await administration.issuesPass(person)
    yield 5 * MINUTE
    await person.office.usesPass(pass)
  }
  meant({ what: 'lockout', cause: 'device-lost', person: person.belongings.userName })
}

/** Mistypes three codes, and gets the fourth right. */
async function* fumbler({ rng, people: [person], meant }: Stage): Scene {
  for (let tries = 0; tries < 3; tries++) {
    await person.office.begins()
    yield 9 * SECOND
    await person.office.typesWrongCode()
    yield rng.int(20, 70) * SECOND
  }
  yield* signsIn(person, person.office, 'totp')
  meant({ what: 'lockout', cause: 'wrong-code', person: person.belongings.userName })
}

/** Somebody has the password, and asks the phone again and again; the person says no, and at last that it is not them. */
async function* fatigue(stage: Stage): Scene {
  const { rng, people, meant } = stage
  const [person] = people
  const stranger = thief(stage)
  for (let tries = 1; tries <= 5; tries++) {
    await stranger.begins()
    yield 3 * SECOND
    yield* refused(person, stranger, tries === 5 ? 'report' : 'refuse')
    yield rng.int(1, 4) * MINUTE
  }
  meant({ what: 'finding', detection: 'mfa-fatigue', person: person.belongings.userName })
}

/** The phone rings unheard three times; the fourth time they approve, with the number that a caller tells them. */
async function* fatigueApproved(stage: Stage): Scene {
  const { rng, people, meant } = stage
  const [person] = people
  const stranger = thief(stage)
  for (let tries = 0; tries < 3; tries++) {
    await stranger.begins()
    yield 3 * SECOND
    yield* unanswered(stranger)
    yield rng.int(1, 3) * MINUTE
  }
  await stranger.begins()
  yield 3 * SECOND
  yield* answered(person, stranger)
  meant({ what: 'finding', detection: 'fatigue-approved', person: person.belongings.userName })
}

/** One password for many people, from one address. */
async function* spray({ rng, people, meant }: Stage): Scene {
  const address = `${FAR.prefix}${rng.int(10, 250)}`
  for (const person of people) {
    await person.at({ address, browser: `spray from ${address}` }).begins('Northwind-Winter-2026')
    yield rng.int(4, 15) * SECOND
  }
  meant({ what: 'finding', detection: 'password-spray', person: null })
}

/** A pass that no case explains. */
async function* roundPostern({ people: [person], administration, meant }: Stage): Scene {
  await administration.issuesPass(person)
  yield MINUTE
  meant({ what: 'finding', detection: 'change-outside-case', person: person.belongings.userName })
}

export const SCRIPTS: readonly Script[] = [
  { name: 'clock-drift', weight: 15, count: 1, needs: has('totp', 'push'), play: clockDrift },
  { name: 'lost-phone', weight: 25, count: 1, needs: has('push'), play: lostPhone },
  { name: 'fumbler', weight: 25, count: 1, needs: has('totp'), play: fumbler },
  { name: 'fatigue', weight: 10, count: 1, needs: has('push'), play: fatigue },
  { name: 'fatigue-approved', weight: 5, count: 1, needs: has('push'), play: fatigueApproved },
  { name: 'spray', weight: 5, count: 15, needs: () => true, play: spray },
  { name: 'round-postern', weight: 9, count: 1, needs: () => true, play: roundPostern },
]
