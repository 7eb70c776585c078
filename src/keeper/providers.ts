/** Changes at providers, as a keeper does them: only where the ledger that it signed holds the intention (DESIGN §3 rules 8 and 22). */
import {
  type Alteration,
  type Capabilities,
  type ConnectedProvider,
  type ProviderPort,
  sortOf,
  VERBS,
  type Verb,
} from '../providers/index.ts'
import { REMEDY_ENTRIES, whatOf } from '../remedies/index.ts'
import { RESPONSE } from '../response/index.ts'
import { folded } from './judge.ts'
import { KeeperError, refusedGiving } from './keeper-error.ts'
import type { Limits } from './limits.ts'
import type { Seat, SignRequest } from './seat.ts'

/** The connectors of an organisation; their secrets never leave this process. */
export type ProvidersOf = (organisation: string) => readonly ConnectedProvider[]

const BY_HAND = {
  instead: 'It gives access, and only a case could warrant that. It is done at the provider, by hand.',
} as const

/** What may be asked of a provider: where no case can warrant it, nothing that gives; and never a secret. */
export function offeredBy({ capabilities }: ProviderPort, { kind }: Pick<Seat, 'kind'>): Capabilities {
  const isOffered = (verb: Verb) =>
    verb !== 'issue-pass' && verb !== 'start-enrolment' && (kind === 'demo' || sortOf(verb) === 'taking')
  const offered = VERBS.map((verb) => [verb, isOffered(verb) ? capabilities[verb] : BY_HAND] as const)
  return Object.fromEntries(offered) as Capabilities
}

export interface WantedChange {
  readonly provider: ProviderPort['provider']
  readonly change: Alteration
  /** `remedy/…`. */
  readonly remedy: string
  readonly shown: SignRequest['shown']
}

/** Throws KeeperError, and NotShown where it has to see a stream first. */
export function allowChange(seat: Seat, wanted: WantedChange, { limits, now }: { limits: Limits; now: number }): void {
  const { provider, change, remedy, shown } = wanted
  const sort = sortOf(change.verb)
  if (sort === 'giving' && seat.kind === 'real') throw refusedGiving()
  const entries = seat.entriesOf(remedy, shown)
  const last = entries.at(-1)
  if (last?.type !== 'remedy-started') throw noIntention()
  const intention = REMEDY_ENTRIES['remedy-started'].read(last)
  const { verb, target, object } = whatOf(seat.keys, { ...intention, provider, change })
  const isSame = intention.verb === verb && intention.target === target && intention.object === object
  if (!isSame || intention.provider !== provider || !intention.authority.startsWith('response/')) throw noIntention()
  const response = folded(RESPONSE, seat.entriesOf(intention.authority, shown))
  if (response.is === 'nothing' || response.as !== 'act') throw noIntention()
  if (sort === 'giving') {
    if (response.undoing === undefined || response.undoing.length === 0) throw noIntention()
    return
  }
  if (!response.steps.some((step) => step.do === change.verb && step.outcome === undefined)) throw noIntention()
  for (const [stream, at] of seat.begun()) limits.countTaking(stream, undefined, at)
  limits.countTaking(remedy, response.tier, now)
}

function noIntention(): KeeperError {
  const message = 'The ledger holds no intention to change this, or the response that it rests on does not say so.'
  return new KeeperError('ERR_KEEPER_INTENTION', message)
}
