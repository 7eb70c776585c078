/** What the stub answers, by method and path. A handler gets the path's values, the query and the body. */
import { type Handler, NotThere, type StubState } from './asked.ts'
import { REQUEST } from './ceremonies.ts'
import { accountsOf, directoryAnswers, isOnlyAName } from './directory-answers.ts'
import { importAnswers } from './import-answers.ts'
import { organisationAnswers } from './organisation-answers.ts'
import { peopleSettingsAnswers } from './people-settings-answers.ts'
import { cardOf, keyOf, labelsOf, personId, type Sample } from './sample.ts'
import { sentinelAnswers } from './sentinel-answers.ts'
import { settingsAnswers } from './settings-answers.ts'
import { staffAnswers } from './staff-answers.ts'

const SIGN_INS = 36

export function answersOf(sample: Sample, state: StubState): Readonly<Record<string, Handler>> {
  return {
    ...staffAnswers(sample, state),
    ...settingsAnswers(sample),
    ...organisationAnswers(state),
    ...peopleSettingsAnswers(sample),
    ...importAnswers(sample),
    ...sentinelAnswers(sample),
    'GET /organisations/:organisation/overview': () => sample.overview,
    'GET /organisations/:organisation/lockouts': ({ query: { state: wanted = 'all' } }) =>
      sample.lockouts.filter(({ verdict }) => wanted === 'all' || (verdict.ended === null) === (wanted === 'open')),
    'GET /organisations/:organisation/incidents': ({ query: { state: wanted = 'all' } }) =>
      sample.incidents
        .filter(({ closed }) => wanted === 'all' || (closed === null) === (wanted === 'open'))
        .map(cardOf),
    'GET /organisations/:organisation/incidents/:incident': ({ params }) => incidentOf(sample, params),
    'POST /organisations/:organisation/incidents/:incident/:act/begin': () => REQUEST,
    'POST /organisations/:organisation/incidents/:incident/adopt/begin': () => ({ options: REQUEST, salt: SALT }),
    'GET /organisations/:organisation/incidents/:incident/adoption': ({ params }) => adoptionOf(sample, params),
    'POST /organisations/:organisation/incidents/:incident/:act': ({ params }) => cardOf(incidentOf(sample, params)),
    'GET /organisations/:organisation/people/:person': ({ params }) => personOf(sample, params),
    ...directoryAnswers(sample),
    'GET /search': ({ query: { q = '' } }) => hitsOf(sample, q),
  }
}

function incidentOf({ incidents }: Sample, params: Readonly<Record<string, string>>) {
  const found = incidents.find(({ id }) => id === params.incident)
  if (found === undefined) throw new NotThere()
  return found
}

export const SALT = `${'A'.repeat(22)}==`

function adoptionOf(sample: Sample, params: Readonly<Record<string, string>>) {
  const { adopted } = incidentOf(sample, params)
  if (adopted === null) throw new NotThere()
  return {
    ...adopted,
    at: sample.ago(40),
    statement:
      'Rang João on the desk number from before the change. He named his manager, and ticket 48112 asks for it.',
  }
}

function hitsOf(sample: Sample, q: string) {
  const wanted = q.toLowerCase()
  const people = labelsOf(sample)
    .filter((label) => label.toLowerCase().includes(wanted))
    .slice(0, 8)
    .map((label) => ({ kind: 'person', organisation: 'northwind', id: personId(label), label, hint: 'Entra ID' }))
  const incidents = sample.incidents
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .slice(0, 4)
    .map(({ id, title, severity }) => ({
      kind: 'incident',
      organisation: 'northwind',
      id,
      label: title,
      hint: severity,
    }))
  return [...people, ...incidents]
}

const PLACES = [
  { place: 'Lisbon, PT', latitude: 38.72, longitude: -9.14 },
  { place: 'Porto, PT', latitude: 41.15, longitude: -8.61 },
  { place: 'Amsterdam, NL', latitude: 52.37, longitude: 4.9 },
] as const

function personOf(sample: Sample, params: Readonly<Record<string, string>>) {
  const id = params.person ?? ''
  const label = labelsOf(sample).find((one) => [personId(one), keyOf('okta', one)].includes(id))
  if (label === undefined) throw new NotThere()
  const isName = isOnlyAName(label)
  return {
    id: isName ? id : personId(label),
    person: isName ? null : personId(label),
    label,
    accounts: accountsOf(label).map(({ provider, id: account, label }) => ({ provider, account, label })),
    lockouts: sample.lockouts.filter(({ verdict }) => verdict.people.includes(label)),
    findings: sample.incidents
      .filter(({ people }) => people[0]?.label === label)
      .flatMap(({ findings }) => findings.map(sample.told)),
    signIns: Array.from({ length: SIGN_INS }, (_, index) => signInOf(sample, index)),
    usual: {
      networks: ['AS3243 MEO (Lisbon)', 'AS12353 Vodafone Portugal'],
      devices: ['Windows 11 · Edge', 'Pixel 9 · Android 16'],
      countries: ['PT'],
      hours: [0, 0, 0, 0, 0, 0, 1, 9, 22, 25, 20, 18, 12, 19, 21, 18, 16, 9, 2, 0, 0, 0, 0, 0],
    },
  }
}

function signInOf({ ago }: Sample, index: number) {
  const failed = index % 9 < 3 && index < 12
  return {
    time: ago(12 + index * 171),
    provider: index % 7 === 3 ? 'okta' : 'entra',
    what: failed ? 'A code was wrong' : 'Signed in',
    result: failed ? 'failure' : 'success',
    address: `198.51.100.${10 + (index % 5)}`,
    ...(index % 11 === 6 ? { place: '' } : PLACES[index % 13 === 4 ? 2 : index % 5 === 3 ? 1 : 0]),
    device: index % 3 === 0 ? 'Pixel 9 · Android 16' : 'Windows 11 · Edge',
    authenticator: failed ? 'code from an app' : index % 4 === 0 ? 'push with number' : 'passkey',
    app: ['Microsoft 365', 'SAP', 'VPN'][index % 3],
  }
}
