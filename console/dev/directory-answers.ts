/** The stub's answers about who people are. One has a long story, one is frozen, one is beyond the reader’s role. */
import { Problem } from '../../src/http/index.ts'
import type { Authenticator, Contact, DirectoryPerson, FoundPerson, Happening, Tier } from '../src/api/directory.ts'
import { type Asked, type Handler, NotThere } from './asked.ts'
import { ANA, ANA_IN_DIRECTORY } from './people-settings-answers.ts'
import { castOf, keyOf, labelsOf, personId, type Sample } from './sample.ts'
import { HOSTILE } from './verdicts.ts'

const DAY = 24 * 60
const TENANT = '5f6c2b1e-0d3c-4a7e-9b51-2f6f0a1c7d11'
const IMPORT = '3f2a91c07be84d16a5c2e9d04b7f6a18'
const FIRST_IMPORT = 'b81d04e6f2a94c7390e15d7c6a3f8b02'
const FOUND_MAX = 100

/** Somebody typed it; no account has it. */
export function isOnlyAName(label: string): boolean {
  return label === HOSTILE[3]
}

/** A person's id is the key of their first account. */
export function accountsOf(label: string) {
  const id = personId(label)
  const entra = {
    account: id,
    provider: 'entra',
    tenant: TENANT,
    id: isOnlyAName(label) ? '' : `00000000-0000-4000-8000-${id.slice(-12)}`,
    label,
  }
  if (!hasTwo(label)) return [entra]
  const account = keyOf('okta', label)
  return [entra, { account, provider: 'okta', tenant: 'northwind', id: `00u${account.slice(0, 17)}`, label }]
}

function hasTwo(label: string): boolean {
  return /^[ab]/.test(label) && !label.startsWith('aaa')
}

export function directoryAnswers(sample: Sample): Readonly<Record<string, Handler>> {
  const labels = labelsOf(sample)
  const { first, frozen, beyond } = castOf(sample)
  const { ago } = sample
  const tierOf = (label: string): Tier =>
    label === beyond ? 'privileged' : label === first || label === frozen ? 'sensitive' : 'standard'

  function found(label: string): FoundPerson {
    return {
      person: personId(label),
      tier: tierOf(label),
      isFrozen: label === frozen,
      isListed: !HOSTILE.some((one) => one === label),
      accounts: accountsOf(label),
    }
  }

  function labelIn({ params }: Asked): string {
    const label = labels.find((one) => personId(one) === params.person)
    if (label === undefined || isOnlyAName(label)) throw new NotThere()
    if (label === beyond) throw beyondRole()
    return label
  }

  function person(label: string): DirectoryPerson {
    return {
      person: personId(label),
      tier: tierOf(label),
      lowering: label === first ? { to: 'standard', countsFrom: ago(-5 * DAY) } : null,
      freeze:
        label === frozen
          ? { since: ago(130), because: 'staff', reason: 'A caller gave her name and did not know her floor.' }
          : null,
      accounts: accountsOf(label).map((account, index) => ({
        ...account,
        linked: index === 0 ? null : ago(12 * DAY),
        roles: index === 0 && label === first ? ['Payroll Administrator'] : [],
        groups: index === 0 ? ['Lisbon', 'Staff'] : [],
      })),
    }
  }

  const of = 'GET /organisations/:organisation/directory/people'
  return {
    [of]: ({ query: { q = '', limit = FOUND_MAX } }) =>
      labels
        .filter((label) => label.toLowerCase().includes(q.toLowerCase()))
        .toSorted()
        .slice(0, Number(limit))
        .map(found),
    [`${of}/:person`]: (asked) => (asked.params.person === ANA ? ANA_IN_DIRECTORY : person(labelIn(asked))),
    [`${of}/:person/contacts`]: (asked) => contactsOf(ago, personId(labelIn(asked)), personId(frozen), frozen),
    [`${of}/:person/authenticators`]: (asked) =>
      labelIn(asked) === first ? authenticatorsOf(ago, personId(first)) : [],
    [`${of}/:person/trusted-contacts`]: (asked) =>
      labelIn(asked) === first
        ? {
            needed: 2,
            contacts: [frozen, beyond].map((label, index) => {
              const days = index === 0 ? 200 : 11
              return {
                person: personId(label),
                label,
                since: ago(days * DAY),
                countsFrom: ago((days - 30) * DAY),
                counts: index === 0,
              }
            }),
          }
        : { needed: 2, contacts: [] },
    [`${of}/:person/history`]: (asked) => historyOf(ago, labelIn(asked) === frozen),
  }
}

function beyondRole(): Problem {
  return new Problem({
    code: 'ERR_PERSON_BEYOND',
    status: 403,
    title: 'Beyond your role',
    detail: 'The person is privileged, and your role does not reach so far.',
    next: 'Ask somebody whose role does.',
  })
}

type Ago = Sample['ago']

function contactsOf(ago: Ago, account: string, manager: string, managerLabel: string): readonly Contact[] {
  const value = {
    account,
    readable: 'yes',
    masked: null,
    manager: null,
    managerLabel: null,
    source: FIRST_IMPORT,
    since: ago(310 * DAY),
    countsFrom: ago(310 * DAY),
    counts: true,
    getsNotices: true,
    baseline: true,
    ended: null,
  } as const
  const changed = { since: ago(6 * DAY), source: IMPORT, baseline: false, countsFrom: ago(-24 * DAY), counts: false }
  return [
    { ...value, kind: 'mail', masked: 'a…@n….com' },
    { ...value, kind: 'landline', masked: '+35 … 71' },
    { ...value, kind: 'manager', manager, managerLabel },
    { ...value, ...changed, kind: 'mobile', masked: '+35 … 32' },
    { ...value, kind: 'mobile', masked: '+35 … 08', countsFrom: null, counts: false, ended: ago(6 * DAY) },
    { ...value, kind: 'landline', readable: 'altered', counts: false },
  ]
}

function authenticatorsOf(ago: Ago, account: string): readonly Authenticator[] {
  const one = { account, since: ago(310 * DAY), countsFrom: ago(310 * DAY), counts: true, ended: null } as const
  return [
    {
      ...one,
      id: 'k1',
      kind: 'passkey',
      phishingResistant: true,
      device: 'YubiKey 5C',
      added: ago(700 * DAY),
      lastUsed: ago(2 * DAY),
    },
    {
      ...one,
      id: 'k2',
      kind: 'push-number',
      phishingResistant: false,
      device: 'Pixel 9',
      added: ago(3 * DAY),
      lastUsed: null,
      since: ago(2 * DAY),
      countsFrom: ago(-28 * DAY),
      counts: false,
    },
    {
      ...one,
      id: 'k3',
      kind: 'totp',
      phishingResistant: false,
      device: null,
      added: ago(700 * DAY),
      lastUsed: ago(9 * DAY),
      countsFrom: null,
      counts: false,
      ended: ago(3 * DAY),
    },
  ]
}

function historyOf(ago: Ago, isFrozen: boolean): readonly Happening[] {
  const priya = { member: 'priya', name: 'Priya Nair' }
  const tom = { member: 'tom', name: 'Tom Reyes' }
  const entry = { actor: 'staff/priya', by: [priya] }
  return [
    ...(isFrozen
      ? [
          {
            ...entry,
            entry: 88_377,
            time: ago(130),
            type: 'person-frozen',
            text: 'The person is frozen, by a member of staff: “A caller gave her name and did not know her floor.”',
          },
        ]
      : []),
    {
      ...entry,
      entry: 87_204,
      time: ago(2 * DAY),
      type: 'tier-lowering-agreed',
      by: [tom, priya],
      text: `Two people agreed to lower the person’s tier to standard, from ${ago(-5 * DAY)} on.`,
    },
    {
      ...entry,
      entry: 71_530,
      time: ago(40 * DAY),
      type: 'tier-raised',
      actor: 'system/directory',
      by: [],
      text: 'The person’s tier is sensitive, by a role.',
    },
    {
      ...entry,
      entry: 412,
      time: ago(310 * DAY),
      type: 'directory-imported',
      by: [priya, tom],
      text: '4118 accounts were imported, and two people approved them. 9022 contact points were not asked “was this you?”: there is no channel to them yet.',
    },
  ]
}
