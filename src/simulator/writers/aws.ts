/** AWS CloudTrail records of console sign-ins and of IAM changes (CloudTrail record contents, console sign-in events). */
import { userAgent } from '../devices.ts'
import { type Attempt, type ChangeMade, type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function awsWriter(org: Organisation, seed: number): Writer {
  const account = String(Number.parseInt(org.tenant.slice(0, 8), 16) + 100_000_000_000).slice(0, 12)
  return {
    rows: (happening) => rowsOf(account, happening, random(seed, 0xa35, happening.id)),
    nameOf: (person) => ({
      person: userName(person),
      account: principal(person),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function principal(person: Person): string {
  return `AIDA${person.account.replaceAll('-', '').slice(0, 17).toUpperCase()}`
}

function userName(person: Person): string {
  return person.login.split('@')[0]!
}

function rowsOf(account: string, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'attempt') return signIns(account, happening, rng)
  return happening.kind === 'change' ? changes(account, happening, rng) : []
}

/** A console sign-in is one record: a wrong password and a wrong code differ in `MFAUsed` alone. */
function signIns(account: string, made: Attempt, rng: Random): Row[] {
  const { time } = made
  if (made.first === 'session' || made.stop) return []
  const wrong = made.first === 'wrong'
  const rows: Row[] = []
  for (const step of made.steps) {
    if (step.result !== 'approved') rows.push(consoleLogin(account, made, time + step.at, false, true, rng))
  }
  if (wrong) rows.push(consoleLogin(account, made, time, false, false, rng))
  else if (made.complete) {
    const last = made.steps[made.steps.length - 1]
    rows.push(consoleLogin(account, made, time + (last?.at ?? 1000) + 300, true, made.demanded, rng))
  }
  return rows
}

function consoleLogin(account: string, made: Attempt, time: number, fine: boolean, mfa: boolean, rng: Random): Row {
  const person = isPerson(made.who) ? made.who : null
  const text: Json = {
    eventVersion: '1.09',
    userIdentity: person
      ? identity(account, person)
      : { type: 'IAMUser', accountId: account, accessKeyId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    eventTime: seconds(time),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'eu-central-1',
    sourceIPAddress: made.seat.ip,
    userAgent: userAgent(made.seat.device),
    ...(fine ? {} : { errorMessage: person ? 'Failed authentication' : 'No username found in supplied account' }),
    requestParameters: null,
    responseElements: { ConsoleLogin: fine ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: made.seat.device.kind === 'phone' ? 'Yes' : 'No',
      ...(mfa && person ? { MFAIdentifier: `arn:aws:iam::${account}:mfa/${userName(person)}` } : {}),
      MFAUsed: mfa ? 'Yes' : 'No',
    },
    eventID: rng.uuid(),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'eu-central-1.signin.aws.amazon.com',
    },
  }
  return { time, text: JSON.stringify(text) }
}

function identity(account: string, person: Person): Json {
  return {
    type: 'IAMUser',
    principalId: principal(person),
    arn: `arn:aws:iam::${account}:user/${userName(person)}`,
    accountId: account,
    userName: userName(person),
  }
}

function changes(account: string, made: ChangeMade, rng: Random): Row[] {
  if (!made.actor || !made.who) return []
  const { actor, who } = made
  const serialNumber = `arn:aws:iam::${account}:mfa/${made.authenticator?.id.slice(0, 8) ?? userName(who)}`
  return calls(made, userName(who), serialNumber).map(({ name, parameters }) => {
    const text: Json = {
      eventVersion: '1.09',
      userIdentity: {
        ...identity(account, actor),
        accessKeyId: `ASIA${rng.hex(16).toUpperCase()}`,
        sessionContext: { attributes: { creationDate: seconds(made.time - 600_000), mfaAuthenticated: 'true' } },
      },
      eventTime: seconds(made.time),
      eventSource: 'iam.amazonaws.com',
      eventName: name,
      awsRegion: 'us-east-1',
      sourceIPAddress: made.seat?.ip ?? 'AWS Internal',
      userAgent: made.seat ? userAgent(made.seat.device) : 'AWS Internal',
      requestParameters: parameters,
      responseElements: null,
      requestID: rng.uuid(),
      eventID: rng.uuid(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      sessionCredentialFromConsole: 'true',
    }
    return { time: made.time, text: JSON.stringify(text) }
  })
}

function calls(made: ChangeMade, userName: string, serialNumber: string): { name: string; parameters: Json }[] {
  switch (made.change) {
    case 'authenticator-added':
      return [{ name: 'EnableMFADevice', parameters: { userName, serialNumber } }]
    case 'authenticator-removed':
    case 'authenticators-reset':
    case 'mfa-disabled':
      return [
        { name: 'DeactivateMFADevice', parameters: { userName, serialNumber } },
        { name: 'DeleteVirtualMFADevice', parameters: { serialNumber } },
      ]
    case 'password-reset':
      return [{ name: 'UpdateLoginProfile', parameters: { userName, passwordResetRequired: true } }]
    case 'password-changed':
      return [{ name: 'ChangePassword', parameters: {} }]
    case 'account-disabled':
      return [{ name: 'DeleteLoginProfile', parameters: { userName } }]
    case 'account-enabled':
      return [{ name: 'CreateLoginProfile', parameters: { userName, passwordResetRequired: true } }]
    case 'role-granted':
      return [
        {
          name: 'AttachUserPolicy',
          parameters: { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        },
      ]
    default:
      return []
  }
}

function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
