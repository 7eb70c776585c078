/** Rows of Okta and Entra as they are exported, with values made up, for picker.ts; and the 24 values that it reads. */
import { paths } from '../src/signin/decoder.ts'

/** A small generator of numbers that are alike in each run (Mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const random = createRandom(7)
const pick = <T>(...values: readonly T[]): T => values[random(values.length)] as T
const hex = (length: number): string => Array.from({ length }, () => random(16).toString(16)).join('')
const guid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
const time = (index: number): string => new Date(Date.UTC(2026, 1, 1) + index * 1700 + random(1000)).toISOString()

const PEOPLE = Array.from({ length: 3000 }, (_, index) => ({
  id: `00u${hex(17)}`,
  guid: guid(),
  name: `person.${index}@example.com`,
  display: `Person Number ${index}`,
  ip: `198.51.100.${random(256)}`,
  latitude: (530000 + random(5000)) / 10_000,
  city: pick('Dublin', 'Köln', 'Kraków', 'Porto', 'Ghent', 'Turku'),
  agent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + random(20)}.0.0.0 Safari/537.36`,
}))

export function oktaRow(index: number): unknown {
  const person = pick(...PEOPLE)
  const place = {
    city: person.city,
    country: 'Ireland',
    geolocation: { lat: person.latitude, lon: -6.2603 },
    postalCode: 'D02',
    state: 'Leinster',
  }
  const session = `idx${hex(22)}`
  const failed = random(12) === 0
  return {
    actor: { id: person.id, type: 'User', alternateId: person.name, displayName: person.display, detailEntry: null },
    client: {
      userAgent: { rawUserAgent: person.agent, os: 'Windows 10', browser: 'CHROME' },
      zone: 'null',
      device: 'Computer',
      id: null,
      ipAddress: person.ip,
      geographicalContext: place,
    },
    device: null,
    authenticationContext: {
      authenticationProvider: null,
      credentialProvider: 'OKTA_CREDENTIAL_PROVIDER',
      credentialType: 'PASSWORD',
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: session,
      externalSessionId: session,
    },
    displayMessage: 'User login to Okta',
    eventType: pick('user.session.start', 'user.authentication.auth_via_mfa', 'user.authentication.sso'),
    outcome: { result: failed ? 'FAILURE' : 'SUCCESS', reason: failed ? 'INVALID_CREDENTIALS' : null },
    published: time(index),
    securityContext: {
      asNumber: 64_500,
      asOrg: 'example net',
      isp: 'example net',
      domain: 'example.net',
      isProxy: false,
    },
    severity: 'INFO',
    debugContext: {
      debugData: {
        requestId: hex(27),
        dtHash: hex(64),
        requestUri: '/idp/idx/challenge/answer',
        url: '/idp/idx/challenge/answer?',
        factor: 'OKTA_VERIFY_PUSH',
        threatSuspected: 'false',
        deviceFingerprint: hex(32),
        risk: '{reasons=Anomalous Location, level=LOW}',
        behaviors:
          '{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, Velocity=NEGATIVE}',
        logOnlySecurityData:
          '{"risk":{"level":"LOW"},"behaviors":{"New Geo-Location":"NEGATIVE","New Device":"NEGATIVE"}}',
      },
    },
    legacyEventType: 'core.user_auth.login_success',
    transaction: { type: 'WEB', id: hex(26), detail: {} },
    uuid: guid(),
    version: '0',
    request: { ipChain: [{ ip: person.ip, geographicalContext: place, version: 'V4', source: null }] },
    target: [
      {
        id: `0oa${hex(17)}`,
        type: 'AppInstance',
        alternateId: 'Example app',
        displayName: 'Example app',
        detailEntry: null,
      },
      {
        id: `pfd${hex(17)}`,
        type: 'AuthenticatorEnrollment',
        alternateId: 'unknown',
        displayName: 'Okta Verify',
        detailEntry: null,
      },
    ],
  }
}

export const OKTA = paths({
  uuid: 'uuid',
  published: 'published',
  type: 'eventType',
  result: 'outcome.result',
  reason: 'outcome.reason',
  actor: 'actor.id',
  actorType: 'actor.type',
  name: 'actor.alternateId',
  ip: 'client.ipAddress',
  agent: 'client.userAgent.rawUserAgent',
  country: 'client.geographicalContext.country',
  city: 'client.geographicalContext.city',
  lat: 'client.geographicalContext.geolocation.lat',
  lon: 'client.geographicalContext.geolocation.lon',
  root: 'authenticationContext.rootSessionId',
  session: 'authenticationContext.externalSessionId',
  asn: 'securityContext.asNumber',
  proxy: 'securityContext.isProxy',
  factor: 'debugContext.debugData.factor',
  device: 'debugContext.debugData.deviceFingerprint',
  transaction: 'transaction.id',
  targetType: 'target[].type',
  targetName: 'target[].displayName',
  targetLabel: 'target[].alternateId',
})

const POLICIES = [
  'Require MFA for administrators',
  'Block legacy authentication',
  'Require MFA for all',
  'Compliant device',
].map((displayName) => ({ id: guid(), displayName }))
const [TENANT, RESOURCE] = [guid(), guid()]

export function entraRow(index: number): unknown {
  const person = pick(...PEOPLE)
  const failed = random(12) === 0
  return {
    id: guid(),
    createdDateTime: time(index),
    userDisplayName: person.display,
    userPrincipalName: person.name,
    userId: person.guid,
    appId: RESOURCE,
    appDisplayName: pick('Office 365 Exchange Online', 'Azure Portal', 'Microsoft Teams'),
    ipAddress: person.ip,
    clientAppUsed: 'Browser',
    userAgent: person.agent,
    correlationId: guid(),
    conditionalAccessStatus: 'success',
    originalRequestId: '',
    isInteractive: true,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    processingTimeInMilliseconds: 80 + random(300),
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes_v2: [],
    resourceDisplayName: 'Microsoft Graph',
    resourceId: RESOURCE,
    resourceTenantId: TENANT,
    homeTenantId: TENANT,
    authenticationRequirement: 'multiFactorAuthentication',
    status: {
      errorCode: failed ? 500121 : 0,
      failureReason: failed ? 'Authentication failed during strong authentication request.' : 'Other.',
      additionalDetails: failed ? 'MFA denied; user declined the authentication' : 'MFA completed in Azure AD',
    },
    deviceDetail: {
      deviceId: person.guid,
      displayName: `LAPTOP-${person.id.slice(3, 9)}`,
      operatingSystem: 'Windows 11',
      browser: 'Edge 120.0.0',
      isCompliant: true,
      isManaged: true,
      trustType: 'Azure AD joined',
    },
    location: {
      city: person.city,
      state: 'Leinster',
      countryOrRegion: 'IE',
      geoCoordinates: { altitude: null, latitude: person.latitude + 0.000050003051758, longitude: -6.267189979553223 },
    },
    mfaDetail: null,
    authenticationDetails: [
      {
        authenticationStepDateTime: time(index),
        authenticationMethod: 'Password',
        authenticationMethodDetail: 'Password Hash Sync',
        succeeded: true,
        authenticationStepResultDetail: 'Correct password',
        authenticationStepRequirement: 'Primary authentication',
      },
      {
        authenticationStepDateTime: time(index),
        authenticationMethod: 'Mobile app notification',
        authenticationMethodDetail: '',
        succeeded: !failed,
        authenticationStepResultDetail: failed
          ? 'MFA denied; user declined the authentication'
          : 'MFA completed in Azure AD',
        authenticationStepRequirement: 'Multifactor authentication',
      },
    ],
    authenticationProcessingDetails: [
      { key: 'Login Hint Present', value: 'True' },
      { key: 'Legacy TLS (TLS 1.0, 1.1, 3DES)', value: 'False' },
    ],
    networkLocationDetails: [{ networkType: 'namedNetwork', networkNames: ['Dublin office'] }],
    appliedConditionalAccessPolicies: POLICIES.map((policy) => ({
      ...policy,
      enforcedGrantControls: ['Mfa'],
      enforcedSessionControls: [],
      result: 'success',
      conditionsSatisfied: 'application,users',
      conditionsNotSatisfied: 'none',
    })),
    autonomousSystemNumber: 64_500,
    crossTenantAccessType: 'none',
    signInEventTypes: ['interactiveUser'],
  }
}

export const ENTRA = paths({
  id: 'id',
  time: 'createdDateTime',
  name: 'userPrincipalName',
  user: 'userId',
  app: 'appDisplayName',
  ip: 'ipAddress',
  clientApp: 'clientAppUsed',
  agent: 'userAgent',
  correlation: 'correlationId',
  interactive: 'isInteractive',
  risk: 'riskLevelDuringSignIn',
  tenant: 'homeTenantId',
  requirement: 'authenticationRequirement',
  error: 'status.errorCode',
  reason: 'status.failureReason',
  details: 'status.additionalDetails',
  device: 'deviceDetail.deviceId',
  managed: 'deviceDetail.isManaged',
  country: 'location.countryOrRegion',
  city: 'location.city',
  latitude: 'location.geoCoordinates.latitude',
  longitude: 'location.geoCoordinates.longitude',
  method: 'authenticationDetails[].authenticationMethod',
  result: 'authenticationDetails[].authenticationStepResultDetail',
})
