/** `postern doctor`: looks at everything that a server needs, and says what to do about the rest. */
import { neutralise } from '../../base/neutralise.ts'
import { type Environment, SettingsError, settingsOf } from '../settings.ts'
import { bad, type Check } from './check.ts'
import { checkBackup, checkCertificate, checkClock, checkDisk, checkKeys, checkName, checkServer } from './checks.ts'
import type { World } from './world.ts'

const CHECKS = [checkName, checkCertificate, checkClock, checkKeys, checkDisk, checkBackup, checkServer]

/** All checks, in their order. Where the settings themselves are wrong, only these are named. */
export async function examine(environment: Environment, world: World): Promise<readonly Check[]> {
  try {
    const settings = settingsOf(environment)
    return await Promise.all(CHECKS.map((check) => check(settings, world)))
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return error.faults.map(({ variable, must }) => bad('settings', `${variable} is wrong`, `It must be ${must}.`))
  }
}

const SIGNS: Readonly<Record<Check['state'], string>> = { good: '✓', doubtful: '!', bad: '✗', skipped: '–' }
const NAME_WIDTH = 12

/** As lines for a terminal. */
export function describeChecks(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ name, state, found, next }) => [
    `${SIGNS[state]} ${name.padEnd(NAME_WIDTH)} ${found}`,
    ...(next === undefined ? [] : [`  ${''.padEnd(NAME_WIDTH)} → ${next}`]),
  ])
  return lines.map((line) => `${neutralise(line)}\n`).join('')
}

export const isWell = (checks: readonly Check[]): boolean => checks.every(({ state }) => state !== 'bad')
