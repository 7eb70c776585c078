/**
 * `node sandbox/beside.ts`: the sandbox as the demo's child, with its hospital living at it. The first line of standard input is
 * what it is told, the API's credential with it: neither arguments nor files have that. It says in one line of standard output
 * where it is, and in lines of standard error what fails. When standard input ends, whoever started it is gone, and it ends.
 */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { startLive } from './live/live.ts'
import { realPace } from './live/pace.ts'
import { timetableOf } from './live/timetable.ts'
import { startOrganisation } from './organisation.ts'
import { PASSWORD } from './sample-people.ts'

const Told = Type.Object(
  {
    folder: Type.String(),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    people: Type.Integer({ minimum: 100, maximum: 370 }),
    seed: Type.Integer(),
    speed: Type.Integer({ minimum: 1, maximum: 60 }),
    apiToken: Type.String({ minLength: 20 }),
  },
  { additionalProperties: false },
)

/** Nobody but the visitor of the demo is her. */
const VISITORS = 'ana'

const lines = createInterface({ input: process.stdin })
const ended = once(lines, 'close')
const [line] = (await once(lines, 'line')) as [string]
try {
  const { live, sandbox } = await begin(Value.Parse(Told, JSON.parse(line)))
  await ended
  await live.stop()
  await sandbox.stop()
} catch (error) {
  tell(error)
  process.exit(1)
}

async function begin({ speed, ...told }: Static<typeof Told>) {
  const { people, seed } = told
  mkdirSync(told.folder, { recursive: true, mode: 0o700 })
  const { sandbox, belongings } = await startOrganisation({ ...told, clock: realPace.clock })
  const live = startLive({
    sandbox,
    pace: realPace,
    belongings: belongings.filter(({ userName }) => userName !== VISITORS),
    timetable: timetableOf({ people, seed, speed }),
    seed,
    onError: tell,
  })
  const administrators = sandbox.world.people.filter(({ administrator }) => administrator)
  const names = administrators.map(({ userName }) => userName)
  console.log(JSON.stringify({ issuer: sandbox.issuer, password: PASSWORD, administrators: names }))
  return { live, sandbox }
}

function tell(error: unknown): void {
  console.error(`sandbox: ${error instanceof Error ? error.message : 'it failed, and did not say why.'}`)
}
