/** PingOne audit activities: passwords, access and changes. They name no address, and no result of a second step. */
import { type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function pingWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0x9169, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  const correlation = rng.uuid()
  if (happening.kind === 'attempt') {
    const { who, time } = happening
    if (!isPerson(who) || happening.stop) return []
    if (happening.first === 'wrong')
      return [row(org, time, 'PASSWORD.CHECK_FAILED', 'Password Check Failed', who, who, correlation, rng)]
    const rows: Row[] = []
    if (happening.first === 'right')
      rows.push(row(org, time, 'PASSWORD.CHECK_SUCCEEDED', 'Password Check Succeeded', who, who, correlation, rng))
    const end = time + (happening.steps[happening.steps.length - 1]?.at ?? 900)
    if (happening.complete)
      rows.push(row(org, end, 'USER.ACCESS_ALLOWED', 'User Access Allowed', who, who, correlation, rng))
    return rows
  }
  if (happening.kind !== 'change' || !happening.actor) return []
  const action = ACTIONS[happening.change]
  if (!action) return []
  const [type, description] = action
  return [row(org, happening.time, type, description, happening.actor, happening.who, correlation, rng)]
}

const ACTIONS: Readonly<Record<string, readonly [type: string, description: string]>> = {
  'password-reset': ['PASSWORD.RESET', 'Password Reset'],
  'password-self-reset': ['PASSWORD.RESET', 'Password Reset'],
  'password-changed': ['PASSWORD.SET', 'Password Set'],
  'role-granted': ['ROLE_ASSIGNMENT.CREATED', 'Role Assignment Created'],
  'role-revoked': ['ROLE_ASSIGNMENT.DELETED', 'Role Assignment Deleted'],
  'policy-created': ['POLICY.CREATED', 'Policy Created'],
  'policy-deleted': ['POLICY.DELETED', 'Policy Deleted'],
}

function row(
  org: Organisation,
  time: number,
  type: string,
  description: string,
  actor: Person,
  who: Person | null,
  correlation: string,
  rng: Random,
): Row {
  const base = `https://api.pingone.eu/v1/environments/${org.tenant}`
  const id = rng.uuid()
  const reference = (person: Person): Json => ({
    id: person.account,
    name: person.login,
    environment: { id: org.tenant },
    population: { id: org.apps[0]!.id },
    href: `${base}/users/${person.account}`,
    type: 'USER',
  })
  const text = {
    _links: { self: { href: `${base}/activities/${id}` } },
    id,
    recordedAt: new Date(time).toISOString(),
    createdAt: new Date(time + 260).toISOString(),
    correlationId: correlation,
    actors: { client: { id: 'adminui', name: 'adminui', type: 'CLIENT' }, user: reference(actor) },
    action: { type, description },
    resources: who
      ? [reference(who)]
      : [
          {
            type: 'SIGN_ON_POLICY',
            id: org.policies[0]!.id,
            name: org.policies[0]!.name,
            environment: { id: org.tenant },
            href: `${base}/signOnPolicies/${org.policies[0]!.id}`,
          },
        ],
    result: { status: 'SUCCESS', description: `${description} ${who?.account ?? ''}`.trim() },
  }
  return { time, text: JSON.stringify(text) }
}
