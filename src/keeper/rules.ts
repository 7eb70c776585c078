/**
 * Which entries a keeper signs, and what each has to rest on. Closed: a type that is not here is signed for nobody.
 *
 * Three kinds of word are told apart. What the system saw, or a person did with one press, rests on nothing that could be checked
 * again (docs/threat-model.md names them). A fact about staff, a change, an incident on which somebody decided, a response to
 * which somebody said yes, is derived again from the ledger. Whatever a change of settings brings about rests on that change,
 * which the same transaction has to bring.
 */
import { CHANGE } from '../approvals/index.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { INCIDENTS } from '../incidents/index.ts'
import type { Draft } from '../ledger/index.ts'
import { isActivation, policyPeople } from '../policy/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { RESPONSE } from '../response/index.ts'
import { STAFF_ENTRIES } from '../staff/index.ts'

type Data = Draft['data']
type Derived = 'staff' | 'change' | 'incident' | 'response' | 'pause' | 'remedy' | 'system' | 'ledger'

export interface SettingsRule {
  readonly by: 'settings'
  /** Of the change that it belongs to. */
  readonly kinds: readonly string[]
  /** How many people have to have decided: at least, or by the entry and those of its stream before it. */
  readonly people: 1 | 2 | ((draft: Draft, before: readonly Draft[]) => 1 | 2)
  /** What it says, in the words of its change, where those are others. */
  said?(draft: Draft): Data
  /** Whether it says nothing that neither its change nor a rule does. */
  isRight?(data: Data): boolean
  /** Changes along with which it may come without a decision for itself: it only makes things stricter. */
  readonly along?: readonly string[]
  /** Postern itself may do it, too: it takes nothing away from anybody who watches. */
  readonly systemToo?: true
}

export type Rule = { readonly by: Derived } | SettingsRule

const named = (by: Derived, types: readonly string[]) => types.map((type) => [type, { by }] as const)

const settings = (type: string, people: SettingsRule['people'], more: Partial<SettingsRule> = {}) =>
  [type, { by: 'settings', kinds: [type], people, ...more }] as const

/** The stream names what the change names so. */
const about =
  (name: string) =>
  ({ stream, data }: Draft): Data => ({ ...data, [name]: stream.slice(stream.indexOf('/') + 1) })

const aboutPlaybook = ({ data }: Draft): Data => ({ ...data, id: data.playbook })

const aboutAutomation = ({ data }: Draft): Data => ({ ...data, id: data.automation })

/** Whoever is joined to somebody is no less than they are. */
const JOINING = ['account-linked', 'account-parted', 'directory-imported']

/** Of the one fact about staff that is brought about by a change. */
export const FOUNDING: SettingsRule = { by: 'settings', kinds: ['organisation-founded'], people: 2 }

export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...named('staff', Object.keys(STAFF_ENTRIES)),
  ...named('change', Object.keys(CHANGE.types)),
  ...named('incident', Object.keys(INCIDENTS.types)),
  ...named('response', Object.keys(RESPONSE.types)),
  ...named('pause', ['playbooks-paused']),
  ...named('remedy', Object.keys(REMEDY_ENTRIES)),
  // Keys are changed beside the keeper (`postern keys rotate`), never through it.
  ...named('ledger', ['ledger-opened', 'epoch-opened']),
  ...named('system', ['sign-ins-sealed', 'quarantine-released', 'tier-lowering-held']),
  settings('organisation-renamed', 1),
  settings('retention-changed', 1),
  settings('time-zone-changed', 1),
  settings('source-added', 1, { systemToo: true }),
  settings('source-closed', 2, { said: about('source') }),
  settings('source-token-renewed', 2, { said: about('source') }),
  settings('channel-added', 1, { said: about('id') }),
  settings('channel-removed', 1, { said: about('id') }),
  settings('channel-settings', 1, { said: about('id') }),
  settings('routing-changed', 1),
  settings('machine-token-added', 1),
  settings('machine-token-closed', 1, { said: about('token') }),
  settings('playbook-set', 1, { said: aboutPlaybook, systemToo: true }),
  settings('playbook-removed', 2, { said: aboutPlaybook }),
  settings('playbooks-resumed', 2),
  settings('policy-activated', policyPeople, { isRight: isActivation }),
  settings('automation-declared', 2, { said: aboutAutomation }),
  settings('automation-ended', 1, { said: aboutAutomation }),
  settings('tier-raised', 1, { said: about('person'), along: [...JOINING, 'tier-rules-set'] }),
  settings('tier-lowering-agreed', 2, {
    kinds: ['tier-lowered'],
    said: (draft) => ({ ...about('person')(draft), tier: draft.data.to }),
    isRight: ({ at, countsFrom }) => countsFrom === Number(at) + DEFAULTS.directory.lowerMs,
  }),
  settings('tier-rules-set', 1),
  settings('person-frozen', 1, { said: about('person'), along: JOINING }),
  settings('person-unfrozen', 2, { said: about('person') }),
  settings('account-linked', 2, { said: about('account') }),
  settings('account-parted', 2, { said: about('account') }),
  settings('approvers-named', 2),
  settings('trusted-contacts-set', 2, { said: about('person') }),
  settings('emergency-account-registered', 2),
  settings('emergency-account-removed', 2),
  settings('directory-imported', 2, { said: about('import') }),
])

/** Streams that hold entries of one kind only: whoever folds them knows no others. */
export const OWN_STREAMS: readonly (readonly [Rule['by'], RegExp])[] = [
  ['staff', /^organisation\/staff$/],
  ['change', /^change\//],
  ['incident', /^incident\//],
  ['response', /^response\//],
  ['remedy', /^remedy\//],
  ['ledger', /^ledger\//],
]
