/**
 * A server's way of taking sign-ins in, and judging them meanwhile, until it is killed: `node watch-writer.ts PLACE
 * ORGANISATION FIRST`. Says `ready`, and each delivery's number once it is kept.
 */
import { clearTimeout, setTimeout } from 'node:timers'
import type { Sealer } from '../src/ledger/index.ts'
import type { OrganisationStore } from '../src/store/index.ts'
import { openStore, type Place } from '../src/store/index.ts'
import {
  createDeliveryReader,
  createIntakeOf,
  createWatch,
  createWatching,
  gatherFindings,
  type Watch,
} from '../src/watch/index.ts'
import {
  approval,
  entry,
  lines,
  MINUTE_MS,
  NOON,
  refusal,
  sampleOrganisation,
} from '../src/watch/sample-organisation.ts'

export const NOW = NOON + 60 * MINUTE_MS
export const OKTA = { tenant: 'northwind', came: 'pushed' } as const
const SECONDS = 1 / 60

/** The delivery of this number: two people at work; and in every third, somebody refuses five prompts. */
export function deliveryOf(number: number): string {
  const at = number * SECONDS
  const work = ['ben', 'cem'].flatMap((name) => [as(name, approval(at), number), as(name, entry(at), number)])
  const refused =
    number % 3 !== 0
      ? []
      : [1, 2, 3, 4, 5].map((each) => as(`victim${number}`, refusal(at + each / 60_000), number, each))
  return lines(...work, ...refused)
}

function as(name: string, row: object, number: number, each = 0): object {
  const { uuid } = row as { readonly uuid: string }
  return {
    ...row,
    uuid: `${name} ${uuid} ${each}`,
    actor: { id: `00u${name}`, type: 'User', alternateId: `${name}@example.com`, displayName: name },
    authenticationContext: { rootSessionId: `${name} ${number} ${each}` },
    transaction: { type: 'WEB', id: `${name} ${number} ${each}` },
  }
}

export function watchOf({ db, sealer }: { readonly db: OrganisationStore; readonly sealer: Sealer }): Watch {
  return createWatch({ db, owe: gatherFindings({ sealer, tokenKey: Buffer.alloc(32, 3), clock: () => NOW }) })
}

async function write(place: Place, organisation: string, first: number): Promise<void> {
  const store = await openStore({ place, kind: 'demo', clock: () => NOON })
  const made = sampleOrganisation(store, organisation)
  const watching = createWatching({
    watchOf: () => watchOf(made),
    clock: () => NOW,
    timer: (run, ms) => {
      const waiting = setTimeout(run, ms)
      return () => clearTimeout(waiting)
    },
    onError: (_organisation, error) => {
      throw error
    },
  })
  const intake = createIntakeOf({ ...made, onKept: (batches) => watching.wake(organisation, batches) })
  const reader = createDeliveryReader()
  watching.wake(organisation)
  process.stdout.write('ready\n')
  for (let number = first; ; number++) {
    await intake.take('okta', reader.read(Buffer.from(deliveryOf(number)), OKTA), NOON)
    process.stdout.write(`${number}\n`)
  }
}

const [place, organisation, first] = process.argv.slice(2)
if (import.meta.main && place !== undefined && organisation !== undefined) {
  await write(JSON.parse(place) as Place, organisation, Number(first))
}
