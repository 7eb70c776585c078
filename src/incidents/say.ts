/**
 * What an agent can safely say to a caller about an incident, word for word.
 *
 * The caller may be the person concerned, and may be the attacker who pretends to be them; who hears it must be no wiser.
 * So nothing here says that somebody was noticed, by what, from where or since when, and where somebody attacks nothing
 * sounds different from any other day's careful desk. No sentence promises a reset, asks for a code or password, or tells
 * how to become locked in or out. Whoever rings back does so on a number that was known before.
 */
import type { Incident } from './incident.ts'
import type { Nature } from './nature.ts'

const SAY: Readonly<Record<Nature, string>> = {
  notice:
    'Thank you for calling. Before I look at anything about a sign-in I ring back on the number that we already have. Please keep your phone at hand.',
  trouble:
    'Several people have this at the moment, and it is not your phone. Please change and register nothing: nobody needs a reset. I note that you called, and we tell you as soon as it works again.',
  attempt:
    'I cannot change anything about a sign-in during this call. A colleague rings back on the number that we already have. Until then please approve only a sign-in that you have just begun yourself, and tell nobody a code, not even us.',
  inside:
    'I cannot change anything about a sign-in during this call. A colleague rings back on the number that we already have, as soon as one is free. Until then please approve nothing, and tell nobody a code, not even us.',
}

const SAY_CLOSED =
  'There is nothing that I have to wait for. Before I change anything I ring back on the number that we already have, as always.'

/** Safe to say to whoever is on the line. */
export function sayOf({ nature, closedAt }: Pick<Incident, 'nature' | 'closedAt'>): string {
  return closedAt === undefined ? SAY[nature] : SAY_CLOSED
}

const NEXT: Readonly<Record<Nature, string>> = {
  notice: 'Nothing has to be done. Look at it together with what else happens to this person.',
  trouble: 'Reset nobody. Find out what was changed or what is down, and give everybody one text.',
  attempt: 'Reset nothing. Refuse the source, and ring the person on a known number to hear whether it was them.',
  inside:
    'Reset no authenticator yet. End the sessions, change the password over a channel that is known, and look at what was changed; then close it together with a second person.',
}

/** What whoever has it does next: what the gravest finding says, if it says anything. */
export function nextOf(
  { nature, closedAt, proposal }: Pick<Incident, 'nature' | 'closedAt' | 'proposal'>,
  ofFinding: string | undefined,
): string {
  if (closedAt !== undefined) return 'It is closed. Open it again if there is doubt.'
  if (proposal !== undefined) return 'Somebody proposes to close it: a second person looks at it and agrees, or not.'
  return ofFinding ?? NEXT[nature]
}
