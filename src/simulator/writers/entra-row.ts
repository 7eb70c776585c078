/** One row of Entra's sign-in log. */
import { userAgent } from '../devices.ts'
import { type Attempt, isPerson, type Person, type Refresh } from '../happening.ts'
import type { Organisation } from '../people.ts'
import type { Random } from '../random.ts'
import { type Json, type Line, phoneNumber, seconds } from './entra-lines.ts'
import { BLOCKING, CLIENTS, METHODS, REASONS } from './entra-strings.ts'

export interface EntraRow {
  readonly time: number
  readonly kind: 'interactive' | 'non-interactive' | 'audit'
  readonly row: Json
}

export function signIn(org: Organisation, made: Attempt, rng: Random, correlation: string, line: Line): Json {
  const { who, seat } = made
  const person = isPerson(who) ? who : null
  const mail = made.protocol !== 'browser' && made.protocol !== 'rich'
  return {
    ...head(org, person, who.login, made, rng, correlation, line.time),
    clientAppUsed: CLIENTS[made.protocol],
    userAgent: mail
      ? made.protocol === 'activesync'
        ? 'Apple-iPhone14C2/2103.81'
        : 'BAV2ROPC'
      : userAgent(seat.device),
    isInteractive: true,
    signInEventTypes: ['interactiveUser'],
    authenticationRequirement: made.demanded ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    status: {
      errorCode: line.code,
      failureReason: line.code === 0 ? 'Other.' : (REASONS[line.code] ?? 'Other.'),
      additionalDetails: line.detail,
    },
    ...risks(made, line.code),
    mfaDetail: line.mfa ? { authMethod: METHODS[line.mfa.method] ?? null, authDetail: phoneNumber(line.mfa) } : null,
    conditionalAccessStatus:
      line.code === 0 ? 'success' : /^5300/.test(String(line.code)) || line.code > 50071 ? 'failure' : 'notApplied',
    appliedConditionalAccessPolicies: policies(org, made, line.code),
    authenticationDetails: line.steps,
    authenticationRequirementPolicies: made.demanded
      ? [{ requirementProvider: 'multiConditionalAccess', detail: 'Conditional Access' }]
      : [],
  }
}

function head(
  org: Organisation,
  person: Person | null,
  login: string,
  from: Attempt | Refresh,
  rng: Random,
  correlation: string,
  time: number,
): Json {
  const { device, network, ip } = from.seat
  const id = rng.uuid()
  const known = device.managed && device.name !== ''
  return {
    id,
    createdDateTime: seconds(time),
    userDisplayName: person ? `${person.given} ${person.family}`.trim() : login,
    userPrincipalName: login,
    userId: person ? person.account : '00000000-0000-0000-0000-000000000000',
    appId: from.app.id,
    appDisplayName: from.app.name,
    ipAddress: ip,
    correlationId: correlation,
    originalRequestId: id,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    processingTimeInMilliseconds: rng.int(60, 900),
    resourceDisplayName: from.app.resource,
    resourceId: from.app.id,
    resourceTenantId: org.tenant,
    homeTenantId: org.tenant,
    userType: 'member',
    crossTenantAccessType: 'none',
    flaggedForReview: false,
    autonomousSystemNumber: network.asn,
    alternateSignInName: login,
    signInIdentifier: login,
    servicePrincipalId: '',
    uniqueTokenIdentifier: rng.hex(22),
    deviceDetail: {
      deviceId: known ? device.id : '',
      displayName: known ? device.name : '',
      operatingSystem: device.os,
      browser:
        'protocol' in from && from.protocol === 'rich'
          ? 'Rich Client 5.2.8'
          : `${device.browser} ${device.version}.0.0`,
      isCompliant: known,
      isManaged: known,
      trustType: known ? (device.kind === 'laptop' ? 'Azure AD joined' : 'Azure AD registered') : '',
    },
    location: {
      city: network.city.name,
      state: network.city.state,
      countryOrRegion: network.city.country,
      geoCoordinates: { altitude: null, latitude: network.city.latitude, longitude: network.city.longitude },
    },
    networkLocationDetails:
      network.kind === 'office'
        ? [{ networkType: 'trustedNamedLocation', networkNames: [`Office ${network.city.name}`] }]
        : [],
    authenticationProcessingDetails: [],
    sessionLifetimePolicies: [],
  }
}

/** Identity Protection sees Tor most of the time, and strange sign-ins some of the time. */
function risks(made: Attempt, code: number): Json {
  const tor = made.seat.network.kind === 'tor'
  const level = tor ? 'medium' : code === 0 || made.steps.length > 0 ? made.risk : 'none'
  const types = tor ? ['anonymizedIPAddress'] : level === 'none' ? [] : ['unfamiliarFeatures']
  return {
    riskDetail: 'none',
    riskLevelAggregated: level,
    riskLevelDuringSignIn: level,
    riskState: level === 'none' ? 'none' : 'atRisk',
    riskEventTypes: types,
    riskEventTypes_v2: types,
  }
}

function policies(org: Organisation, made: Attempt, code: number): Json[] {
  const named =
    made.policies.length > 0 ? made.policies : made.stop && BLOCKING[made.stop] ? [BLOCKING[made.stop]!] : []
  const stopping = code >= 53000 && code <= 53009
  const list = org.policies.map((policy) => {
    const fails = stopping && named.includes(policy.name)
    const mfa = policy.name === 'Require MFA for all users' && made.demanded
    const result = fails
      ? 'failure'
      : mfa
        ? code === 0
          ? 'success'
          : stopping
            ? 'notApplied'
            : 'failure'
        : 'notApplied'
    return {
      id: policy.id,
      displayName: policy.name,
      enforcedGrantControls: policy.controls,
      enforcedSessionControls: [],
      result,
    }
  })
  return list
}

export function refreshRow(org: Organisation, made: Refresh, rng: Random): EntraRow {
  const row = {
    ...head(org, made.who, made.who.login, made, rng, rng.uuid(), made.time),
    clientAppUsed: 'Mobile Apps and Desktop clients',
    userAgent: userAgent(made.seat.device),
    isInteractive: false,
    signInEventTypes: ['nonInteractiveUser'],
    authenticationRequirement: 'singleFactorAuthentication',
    status: made.failed
      ? { errorCode: 70043, failureReason: REASONS[70043], additionalDetails: null }
      : { errorCode: 0, failureReason: 'Other.', additionalDetails: 'MFA requirement satisfied by claim in the token' },
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes: [],
    riskEventTypes_v2: [],
    mfaDetail: null,
    conditionalAccessStatus: 'success',
    appliedConditionalAccessPolicies: org.policies.map((policy) => ({
      id: policy.id,
      displayName: policy.name,
      enforcedGrantControls: policy.controls,
      enforcedSessionControls: [],
      result: 'notApplied',
    })),
    authenticationDetails: [],
    authenticationRequirementPolicies: [],
  }
  return { time: made.time, kind: 'non-interactive', row }
}
