/** Changes as rows of Entra's directory audit log (Graph directoryAudit resource). */
import type { ChangeMade, Happening, Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import type { Random } from '../random.ts'
import { type Activity, activities, METHODS_SERVICE, plain } from './entra-activities.ts'
import type { Json } from './entra-lines.ts'
import type { EntraRow } from './entra-row.ts'

export function audits(org: Organisation, happening: Happening, rng: Random): EntraRow[] {
  if (happening.kind === 'report') {
    const activity = plain(
      'Suspicious activity reported',
      'Azure MFA',
      'UserManagement',
      'Suspicious activity reported',
    )
    return [audit(org, { ...happening, actor: happening.who, target: '' }, activity, rng)]
  }
  if (happening.kind !== 'change') return []
  return activities(happening, rng).map((activity) => audit(org, happening, activity, rng))
}

interface Made {
  readonly time: number
  readonly actor: Person | null
  readonly who: Person | null
  readonly seat: ChangeMade['seat']
  readonly target: string
}

function audit(org: Organisation, made: Made, activity: Activity, rng: Random): EntraRow {
  const time = made.time + (activity.after ?? 0)
  const correlation = rng.uuid()
  const category = activity.category
  const row = {
    id: `${activity.service === 'Core Directory' ? 'Directory' : activity.service}_${correlation}_${rng.hex(5).toUpperCase()}_${rng.int(1_000_000, 99_999_999)}`,
    category,
    correlationId: correlation,
    result: 'success',
    resultReason: activity.reason,
    activityDisplayName: activity.name,
    activityDateTime: new Date(time).toISOString().replace('Z', '4213Z'),
    loggedByService: activity.service,
    operationType: operation(activity.name),
    userAgent: null,
    initiatedBy: initiator(made, activity, rng),
    targetResources: [target(org, made, activity, rng)],
    additionalDetails: [{ key: 'UserType', value: 'Member' }],
  }
  return { time, kind: 'audit', row }
}

function operation(name: string): string {
  return /regist|Add /.test(name) ? 'Add' : /delete|Remove/i.test(name) ? 'Delete' : 'Update'
}

function initiator(made: Made, activity: Activity, rng: Random): Json {
  const service = activity.byService ?? (made.actor ? null : 'Microsoft Entra Connect Provisioning')
  if (service)
    return {
      user: null,
      app: { appId: null, displayName: service, servicePrincipalId: rng.uuid(), servicePrincipalName: null },
    }
  const actor = made.actor!
  return {
    app: null,
    user: {
      id: actor.account,
      displayName: null,
      userPrincipalName: actor.login,
      ipAddress: made.seat?.ip ?? '',
      userType: null,
      homeTenantId: null,
      homeTenantName: null,
    },
  }
}

function target(org: Organisation, made: Made, activity: Activity, rng: Random): Json {
  if (made.who) {
    return {
      id: made.who.account,
      displayName: activity.service === METHODS_SERVICE ? `${made.who.given} ${made.who.family}`.trim() : null,
      type: 'User',
      userPrincipalName: made.who.login,
      groupType: null,
      modifiedProperties: activity.modified,
    }
  }
  const id = org.policies.find((policy) => policy.name === made.target)?.id ?? rng.uuid()
  return {
    id,
    displayName: made.target,
    type: 'Policy',
    userPrincipalName: null,
    groupType: null,
    modifiedProperties: activity.modified,
  }
}
