/**
 * How fast rows are read: `node bench/picker.ts`, about 10 seconds.
 *
 * Reading is measured against what every program in JavaScript does first: bytes to a string, split into lines, JSON.parse
 * of each line, and nothing else. Both read the same bytes in slices of 1 MiB, in turns within one process, and each pair
 * of slices gives one ratio; the median of the ratios is the result, since speeds of this machine swing while ratios of
 * neighbours do not. Three readings:
 *
 *   pick    framing and picker: each row found, walked and checked, 24 values of it read by a decoder that does no more
 *   decode  the real decoders, from bytes to drafts of sign-ins
 *   array   pick, of a page of an API (`{"value":[…]}`), against JSON.parse of the page
 */
import { type Decoder, paths, type Row } from '../src/signin/decoder.ts'
import { createIntake, DECODERS } from '../src/signin/index.ts'

const SLICE_BYTES = 1 << 20
const SLICES = 24
const ROUNDS = 8

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

function oktaRow(index: number): unknown {
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

const OKTA = paths({
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

function entraRow(index: number): unknown {
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

const ENTRA = paths({
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

/** Reads every path, and does no more: what picking alone costs. */
function reader(list: readonly string[], marks: readonly number[], numbers: ReadonlySet<number>): Decoder {
  const arrays = list.map((path) => path.includes('[]'))
  const numeric = list.map((_, path) => numbers.has(path))
  return {
    name: 'bench',
    provider: 'okta',
    form: 'json',
    paths: list,
    marks,
    recognise: () => true,
    decode(row: Row, draft) {
      let read = 0
      for (let path = 0; path < list.length; path++) {
        if (arrays[path]) for (let at = row.count(path) - 1; at >= 0; at--) read += row.textAt(path, at).length
        else read += numeric[path] ? row.number(path) : row.text(path).length
      }
      draft.id = 'read'
      draft.activity = 'sign-in'
      draft.asn = read
    },
  }
}

const DECODER = {
  okta: reader(OKTA.list, [OKTA.uuid, OKTA.type], new Set([OKTA.lat, OKTA.lon, OKTA.asn])),
  entra: reader(ENTRA.list, [ENTRA.id, ENTRA.time], new Set([ENTRA.error, ENTRA.latitude, ENTRA.longitude])),
}

interface Slice {
  readonly lines: Buffer
  readonly page: Buffer
  readonly rows: number
}

function sliceOf(row: (index: number) => unknown, number: number): Slice {
  const rows: unknown[] = []
  for (let bytes = 0; bytes < SLICE_BYTES; bytes += JSON.stringify(rows.at(-1)).length) {
    rows.push(row(number * 10_000 + rows.length))
  }
  return {
    lines: Buffer.from(rows.map((one) => `${JSON.stringify(one)}\n`).join('')),
    page: Buffer.from(JSON.stringify({ value: rows })),
    rows: rows.length,
  }
}

/** The baselines. */
function parsePage(bytes: Buffer): number {
  return (JSON.parse(bytes.toString('utf8')) as { value: unknown[] }).value.length
}

function parseLines(bytes: Buffer): number {
  let rows = 0
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line === '') continue
    JSON.parse(line)
    rows++
  }
  return rows
}

function createReading(decoders: readonly Decoder[]): (bytes: Buffer) => number {
  let events = 0
  const intake = createIntake(decoders, { event: () => events++, other: () => events++, problem() {} })
  return (bytes) => {
    events = 0
    intake.begin(0)
    intake.push(bytes)
    intake.end()
    return events
  }
}

function timed(work: () => number, rows: number): number {
  const start = performance.now()
  const read = work()
  const ms = performance.now() - start
  if (read !== rows) throw new Error(`${read} of ${rows} rows were read.`)
  return ms
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}

for (const [name, row] of [
  ['okta', oktaRow],
  ['entra', entraRow],
] as const) {
  const slices = Array.from({ length: SLICES }, (_, number) => sliceOf(row, number))
  const bytes = slices.reduce((sum, { lines }) => sum + lines.length, 0)
  const rows = slices.reduce((sum, slice) => sum + slice.rows, 0)
  console.log(`\n${name}: ${rows} rows of ${Math.round(bytes / rows)} bytes`)
  const picking = createReading([DECODER[name]])
  const decoding = createReading(DECODERS)
  const readings: [string, (slice: Slice) => number, (slice: Slice) => number][] = [
    ['pick', ({ lines }) => picking(lines), ({ lines }) => parseLines(lines)],
    ['decode', ({ lines }) => decoding(lines), ({ lines }) => parseLines(lines)],
    ['array', ({ page }) => picking(page), ({ page }) => parsePage(page)],
  ]
  for (const [what, ours, theirs] of readings) {
    const ratios: number[] = []
    const ownTimes: number[] = []
    const baseTimes: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, slice] of slices.entries()) {
        const baseFirst = (round + index) % 2 === 0
        const before = baseFirst ? timed(() => theirs(slice), slice.rows) : 0
        const own = timed(() => ours(slice), slice.rows)
        const base = baseFirst ? before : timed(() => theirs(slice), slice.rows)
        if (round === 0) continue // warming up
        ratios.push(base / own)
        ownTimes.push((own / slice.rows) * 1000)
        baseTimes.push((base / slice.rows) * 1000)
      }
    }
    const spread = [...ratios].sort((a, b) => a - b)
    const [low = 0, high = 0] = [spread[spread.length >> 2], spread[(spread.length * 3) >> 2]]
    console.log(
      `  ${what.padEnd(7)} ${median(ratios).toFixed(2)} times as fast as JSON.parse (half of the pairs within ${low.toFixed(2)}–${high.toFixed(2)});`,
      `${median(ownTimes).toFixed(2)} against ${median(baseTimes).toFixed(2)} µs a row`,
    )
  }
}
