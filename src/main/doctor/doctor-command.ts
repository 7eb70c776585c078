/** Prints what the doctor found; 5 where something is bad, as of everything that does not hold. */
import type { Environment } from '../settings.ts'
import { describeChecks, examine, isWell } from './doctor.ts'
import { realWorld } from './world.ts'

const NOT_WELL = 5

export async function doctorCommand(environment: Environment, isJson: boolean): Promise<number> {
  const checks = await examine(environment, realWorld())
  process.stdout.write(isJson ? `${JSON.stringify({ checks }, null, 2)}\n` : describeChecks(checks))
  return isWell(checks) ? 0 : NOT_WELL
}
