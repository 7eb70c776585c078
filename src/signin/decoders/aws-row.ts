/** What is read of a CloudTrail record, and who it names. */
import { paths, type Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'

/** The paths of a record; `within` is where an envelope (EventBridge) keeps it. */
export function recordPaths(within: '' | 'detail.') {
  return paths({
    source: `${within}eventSource`,
    event: `${within}eventName`,
    time: `${within}eventTime`,
    lakeTime: 'p_event_time',
    id: `${within}eventID`,
    ip: `${within}sourceIPAddress`,
    agent: `${within}userAgent`,
    errorCode: `${within}errorCode`,
    errorMessage: `${within}errorMessage`,
    recipient: `${within}recipientAccountId`,
    identityType: `${within}userIdentity.type`,
    principal: `${within}userIdentity.principalId`,
    arn: `${within}userIdentity.arn`,
    accountId: `${within}userIdentity.accountId`,
    userName: `${within}userIdentity.userName`,
    centerUser: `${within}userIdentity.onBehalfOf.userId`,
    mfaUsed: `${within}additionalEventData.MFAUsed`,
    mfaDevice: `${within}additionalEventData.MFAIdentifier`,
    mfaType: `${within}additionalEventData.MfaType`,
    loginTo: `${within}additionalEventData.LoginTo`,
    saml: `${within}additionalEventData.SamlProviderArn`,
    workflow: `${within}additionalEventData.AuthWorkflowID`,
    credential: `${within}additionalEventData.CredentialType`,
    centerName: `${within}additionalEventData.UserName`,
    response: `${within}responseElements`,
    service: `${within}serviceEventDetails`,
    request: `${within}requestParameters`,
  })
}

export type Places = ReturnType<typeof recordPaths>

/** AWS writes this where a name was typed that it does not want to repeat: it may have been a password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

/**
 * Who acted. `principalId` is what never changes: the user's own id, the account's number for root, and role id and
 * session name for people who come from another provider, whose name is the session's.
 */
export function writeActor(row: Row, at: Places, draft: Draft): void {
  const type = row.text(at.identityType)
  const principal = row.text(at.principal)
  const userName = row.text(at.userName) || row.text(at.centerName)
  draft.account = principal
  if (type === 'Root') draft.name = 'root'
  else if (type === 'AssumedRole' || type === 'FederatedUser') draft.name = sessionOf(principal, row.text(at.arn))
  else if (userName !== HIDDEN) draft.name = userName
  if (type === 'IdentityCenterUser' || type === 'Unknown') {
    // In Identity Center's rows `principalId` is the organisation's, the person is named beside it.
    draft.account = row.text(at.centerUser)
  }
  if (draft.name === '' && draft.account === '' && type === 'IAMUser') draft.name = row.text(at.arn)
}

function sessionOf(principal: string, arn: string): string {
  const colon = principal.indexOf(':')
  return colon >= 0 ? principal.slice(colon + 1) : arn.slice(arn.lastIndexOf('/') + 1)
}

/** The address, if it is one: AWS also writes `AWS Internal` and names of its services there. */
export function addressOf(text: string): string {
  return /^[\da-f:.]+$/i.test(text) && /\d|::/.test(text) ? text : ''
}

/** A member of a subtree as text. */
export function memberOf(subtree: unknown, name: string): string {
  if (typeof subtree !== 'object' || subtree === null) return ''
  const value = (subtree as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : ''
}
