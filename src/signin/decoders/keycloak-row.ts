/**
 * What is read of a Keycloak event, user’s or administrator’s: the members of the Admin API’s EventRepresentation and
 * AdminEventRepresentation. Log lines are brought into the same form (keycloak-line.ts), so both are decoded alike.
 */
import { paths } from '../decoder.ts'

export const at = paths({
  time: 'time',
  id: 'id',
  type: 'type',
  realmId: 'realmId',
  clientId: 'clientId',
  userId: 'userId',
  sessionId: 'sessionId',
  ip: 'ipAddress',
  error: 'error',
  username: 'details.username',
  email: 'details.email',
  codeId: 'details.code_id',
  credentialType: 'details.credential_type',
  credentialLabel: 'details.credential_user_label',
  credentialId: 'details.selected_credential_id',
  identityProvider: 'details.identity_provider',
  requiredAction: 'details.custom_required_action',
  updatedEmail: 'details.updated_email',
  impersonator: 'details.impersonator',
  certificate: 'details.x509_cert_serial_number',
  operation: 'operationType',
  resourceType: 'resourceType',
  resourcePath: 'resourcePath',
  representation: 'representation',
  adminId: 'authDetails.userId',
  adminIp: 'authDetails.ipAddress',
  adminClient: 'authDetails.clientId',
  adminRealm: 'authDetails.realmId',
  /** Where listeners that push put the id and the session. */
  uid: 'uid',
  adminSession: 'authDetails.sessionId',
  /** Set by keycloak-line.ts: the logger of the line, or `stack-trace`. */
  log: 'keycloakLog',
})
