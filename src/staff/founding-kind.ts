/** Founding another organisation, as a change at home that takes two. Whoever serves opens it once the change is committed. */
import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { type Applied, type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { carryOut, type StaffRoom } from './room.ts'

const HOME: Applied = {
  applied: false,
  code: 'ERR_ORGANISATION_HOME',
  message: 'Organisations are founded at the one that runs this installation. Propose it there.',
}

export function foundingKind(room: StaffRoom): ChangeKind {
  const { organisation: home } = room.ledger.db
  const isHome = async (tx: OrganisationTransaction): Promise<boolean> => (await organisationOf(tx)) === home

  return changeKind({
    name: 'organisation-founded',
    summary:
      'Founds another organisation, with a ledger and keys of its own. Whoever decides it has their roles there, too.',
    data: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^@\\n]*\\S[^@\\n]*$' }) },
      { additionalProperties: false },
    ),
    roles: ['administrator'],
    // Elsewhere it is refused at once, and waits for nobody.
    isWeakening: isHome,
    reach: () => 'emergency',
    async apply(tx, { data: { name }, decisions, actor, now: at }) {
      if (!(await isHome(tx))) return HOME
      const founders = decisions.map(({ staff }) => staff)
      const command = { type: 'found-organisation', at, organisation: randomUUID(), home, name, founders } as const
      const done = await carryOut(tx, room, command, { actor, decisions })
      if (!('refused' in done)) return { applied: true }
      return { applied: false, code: done.refused.code, message: done.refused.message }
    },
  })
}
