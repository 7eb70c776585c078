/**
 * Which entries a keeper signs, and what each has to rest on. Closed: a type that is not here is signed for nobody.
 *
 * Three kinds of word are told apart. What the system saw, or a person did with one press, rests on nothing that could be checked
 * again (docs/threat-model.md names them). A fact about staff, a change, or a response to which somebody said yes, is derived
 * again from the ledger. Whatever a change of settings brings about rests on that change, which the same transaction has to bring.
 */
import { CHANGE } from '../approvals/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { RESPONSE } from '../response/index.ts'
import { STAFF_ENTRIES } from '../staff/index.ts'

export type Rule =
  | { readonly by: 'staff' | 'change' | 'response' | 'remedy' | 'system' | 'ledger' }
  | {
      readonly by: 'settings'
      /** Of the change that it belongs to. */
      readonly kinds: readonly string[]
      /** How many people have to have decided, where that never depends on what is changed. */
      readonly people: 1 | 2
      /** Postern itself may do it, too: it takes nothing away from anybody who watches. */
      readonly systemToo?: true
    }

const named = <By extends 'staff' | 'change' | 'response' | 'remedy' | 'system' | 'ledger'>(
  by: By,
  types: readonly string[],
) => types.map((type) => [type, { by }] as const)

const settings = (type: string, people: 1 | 2, kinds: readonly string[] = [type]) =>
  [type, { by: 'settings', kinds, people }] as const

export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...named('staff', Object.keys(STAFF_ENTRIES)),
  ...named('change', Object.keys(CHANGE.types)),
  ...named('response', Object.keys(RESPONSE.types)),
  ...named('remedy', Object.keys(REMEDY_ENTRIES)),
  // Keys are changed beside the keeper (`postern keys rotate`), never through it.
  ...named('ledger', ['ledger-opened', 'epoch-opened']),
  ...named('system', [
    'sign-ins-sealed',
    'quarantine-released',
    'incident-opened',
    'finding-joined',
    'finding-grew',
    'incident-merged',
    'incident-assigned',
    'closing-proposed',
    'closing-rejected',
    'incident-closed',
    'incident-ended',
    'incident-reopened',
    'playbooks-paused',
    'tier-lowering-held',
  ]),
  settings('organisation-renamed', 1),
  settings('retention-changed', 1),
  settings('time-zone-changed', 1),
  ['source-added', { by: 'settings', kinds: ['source-added'], people: 1, systemToo: true }],
  settings('source-closed', 2),
  settings('source-token-renewed', 2),
  settings('channel-added', 1),
  settings('channel-removed', 1),
  settings('channel-settings', 1),
  settings('routing-changed', 1),
  settings('machine-token-added', 1),
  settings('machine-token-closed', 1),
  ['playbook-set', { by: 'settings', kinds: ['playbook-set'], people: 1, systemToo: true }],
  settings('playbook-removed', 2),
  settings('playbooks-resumed', 2),
  ['tier-raised', { by: 'settings', kinds: ['tier-raised', 'directory-imported'], people: 1, systemToo: true }],
  settings('tier-lowering-agreed', 2, ['tier-lowered']),
  settings('emergency-account-registered', 2),
  settings('emergency-account-removed', 2),
  settings('directory-imported', 2),
])

/** Streams that hold entries of one kind only: whoever folds them knows no others. */
export const OWN_STREAMS: readonly (readonly [Rule['by'], RegExp])[] = [
  ['staff', /^organisation\/staff$/],
  ['change', /^change\//],
  ['response', /^response\//],
  ['remedy', /^remedy\//],
  ['ledger', /^ledger\//],
]
