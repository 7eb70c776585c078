/** Changes at providers, as a keeper does them: only where the ledger that it signed holds the intention (DESIGN §3 rules 8 and 22). */
import { keyedToken } from '../base/keyed-token.ts'
import { type Change, type ProviderPort, sortOf, type Verb } from '../providers/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { RESPONSE } from '../response/index.ts'
import { folded, refusedGiving } from './judge.ts'
import { KeeperError } from './keeper-error.ts'
import type { Limits } from './limits.ts'
import type { Seat, SignRequest } from './seat.ts'

/** The connectors of an organisation; their secrets never leave this process. */
export type ProvidersOf = (organisation: string) => readonly ProviderPort[]

/** What may be asked of a provider: where no case can warrant it, nothing that gives. */
export function verbsOf(port: ProviderPort, { kind }: Pick<Seat, 'kind'>): readonly Verb[] {
  return [...port.capabilities].filter((verb) => kind === 'demo' || sortOf(verb) === 'taking')
}

export interface WantedChange {
  readonly provider: string
  readonly change: Change
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
  const token = keyedToken(seat.keys.tokenKey)
  const target =
    'account' in change ? token('person', `${provider}:${change.account}`) : token('address', change.address)
  const isMeant = intention.verb === change.verb && intention.provider === provider && intention.target === target
  if (!isMeant || !intention.authority.startsWith('response/')) throw noIntention()
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
