/**
 * What may happen to staff: commands in, facts or a refusal out. DESIGN §3 rule 23: nobody alone creates, recovers or
 * promotes staff. So each of these is proposed by one and confirmed by another, neither being whom it is about, and none
 * gives what reaches further than their own role. To take is possible by one, and at once. What one person tried that takes
 * two is a fact of its own, of which all administrators hear.
 */
import type { Command, CommandOf, Decision } from './commands.ts'
import { foundOrganisation } from './founding.ts'
import { linkIdentity, unlinkIdentity } from './identity.ts'
import { addPasskey, found, inviteFounder, join, openSetUp } from './join.ts'
import { confirm, propose } from './propose.ts'
import type { Staff } from './staff.ts'
import { remove, removePasskey, stop, withdrawRole } from './take.ts'

export function decide(staff: Staff, command: Command): Decision {
  switch (command.type) {
    case 'open-set-up':
      return openSetUp(staff, command)
    case 'invite-founder':
      return inviteFounder(staff, command)
    case 'found':
      return found(staff, command)
    case 'propose':
      return propose(staff, command)
    case 'confirm':
      return confirm(staff, command)
    case 'stop':
      return stop(staff, command)
    case 'join':
      return join(staff, command)
    case 'add-passkey':
      return addPasskey(staff, command)
    case 'remove-passkey':
      return removePasskey(staff, command)
    case 'link-identity':
      return linkIdentity(staff, command)
    case 'unlink-identity':
      return unlinkIdentity(staff, command)
    case 'doubt-passkey': {
      const { at, member, passkey } = command
      return { facts: [{ type: 'passkey-doubted', data: { at, member, passkey } }] }
    }
    case 'found-organisation':
      return foundOrganisation(staff, command)
    case 'hold-waits':
      return holdWaits(staff, command)
    case 'withdraw-role':
      return withdrawRole(staff, command)
    case 'remove':
      return remove(staff, command)
  }
}

/** DESIGN §3 rule 15. Not before the last fact, which shows that Postern was up; so each stretch is held once, however often told. */
function holdWaits(staff: Staff, { at, from }: CommandOf<'hold-waits'>): Decision {
  const since = Math.max(from, staff.lastAt)
  return since < at ? { facts: [{ type: 'waits-held', data: { at, from: since } }] } : { facts: [] }
}
