/**
 * A provider's people, read over the connection: asked for by the front, read by the keeper, which has the credential. Reading
 * changes nothing and gives nobody access, so that no entry of the ledger stands behind it.
 */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type PeoplePort, ProviderError, type TenantPeople } from '../providers/index.ts'
import type { Connection } from './connection.ts'
import { ANSWERS, type AnswerTo, type RequestOf } from './messages.ts'

export type PeopleRequest = RequestOf<'list-people' | 'holdings' | 'in-the-way'>

/** The keeper's side. Throws ProviderError, also for what a provider answers in another form. */
export async function readPeople(
  people: PeoplePort,
  asked: PeopleRequest,
  signal: AbortSignal,
): Promise<AnswerTo<PeopleRequest['do']>> {
  switch (asked.do) {
    case 'list-people':
      return checked(ANSWERS['list-people'], await people.listPeople(asked.after, signal))
    case 'holdings':
      return checked(ANSWERS.holdings, { holdings: (await people.holdingsOf(asked.account, signal)) ?? null })
    case 'in-the-way':
      return checked(ANSWERS['in-the-way'], { inTheWay: await people.inTheWayOfPass(asked.question, signal) })
  }
}

/** A page of a thousand people has a tenth of it; a frame takes more, whatever is written in it. */
const ANSWER_LENGTH_MAX = 16 * 2 ** 20

function checked<Schema extends TSchema>(schema: Schema, answer: unknown): Static<Schema> {
  if (Value.Check(schema, answer) && JSON.stringify(answer).length <= ANSWER_LENGTH_MAX) return answer as Static<Schema>
  throw new ProviderError('ERR_PROVIDER_DOWN', 'The provider’s answer is larger, or of another form, than one can be.')
}

/** The front's side. Its methods throw KeeperError as well. */
export function peopleOver(
  here: () => Connection,
  at: Pick<PeopleRequest, 'organisation' | 'provider'>,
  tenant: string,
): TenantPeople {
  return {
    tenant,
    async listPeople(after, signal) {
      signal.throwIfAborted()
      return await here().ask({ do: 'list-people', ...at, ...(after === undefined ? {} : { after }) })
    },
    async holdingsOf(account, signal) {
      signal.throwIfAborted()
      return (await here().ask({ do: 'holdings', ...at, account })).holdings ?? undefined
    },
    async inTheWayOfPass(question, signal) {
      signal.throwIfAborted()
      return (await here().ask({ do: 'in-the-way', ...at, question })).inTheWay
    },
  }
}
