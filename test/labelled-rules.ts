/**
 * Panther's rules (panther-analysis, Apache-2.0) beside Postern's answers: for each rule whose rows lie beside the project,
 * what Postern says of a single row that answers the same question, or why the question is none of Postern's.
 */
import type { Cause, Change, DetectionId, SignIn } from '../src/signin/index.ts'

/** What Postern says of one row alone. */
export interface Said {
  readonly event: SignIn
  readonly detections: ReadonlySet<DetectionId>
  readonly causes: ReadonlySet<Cause>
}

export type Rule =
  | { readonly answer: string; readonly says: (said: Said) => boolean }
  /** Out of scope, and why. */
  | { readonly outside: string }

const finds =
  (detection: DetectionId) =>
  ({ detections }: Said) =>
    detections.has(detection)

const changed =
  (...changes: readonly Change[]) =>
  ({ event }: Said) =>
    changes.includes(event.change) && event.outcome !== 'failure'

/** The same, told as a finding: a change that needs a case to explain it. */
const unexplained =
  (...changes: readonly Change[]) =>
  (said: Said) =>
    finds('change-outside-case')(said) && changed(...changes)(said)

/** A policy of such a name was changed or deleted. */
const policy = (name: RegExp) => (said: Said) =>
  unexplained('policy-changed', 'policy-weakened', 'policy-deleted')(said) && name.test(said.event.target)

const getsIn = ({ event }: Said) => event.activity === 'sign-in' && event.outcome === 'success'
const failsFirst = ({ event }: Said) =>
  event.activity === 'sign-in' && event.outcome === 'failure' && event.step === 'first'
const isRisky = ({ event }: Said) => event.risk !== 'none'
const isReported = ({ detections, event }: Said) => detections.has('mfa-fatigue') && event.reason === 'reported'
const isLocked = ({ causes, event }: Said) => causes.has('locked-by-attempts') && event.reason === 'locked'
const isRoot = ({ event }: Said) => event.name === 'root'

const KEYS = 'Keys and clients of programs: no person signs in with them.'
const QUERY = 'The rows are results of a scheduled query of Panther’s, not rows of a vendor’s log.'
const HISTORY = 'The row alone says nothing; what came before is mocked outside it.'
const APPS = 'Set-up of applications, not of how people sign in.'
const VAULT = 'A vault of passwords for other sites: nothing about getting in here.'
const SESSIONS = 'What a token or session is used for, after the sign-in.'
const GUESTS = 'An invitation gives nobody access before it is accepted.'

const ADMIN_POLICY = 'change-outside-case: the policy was changed'
const ROLE = 'change-outside-case: a role was granted'
const BYPASS = 'change-outside-case: a bypass was granted'
const RESET = 'change-outside-case: a password was reset by somebody else'
const LOCKED = 'lockout locked-by-attempts'
const RISK = 'activity or sign-in with the provider’s risk'
const FRAUD = 'mfa-fatigue by one report'

export const RULES: Readonly<Record<string, Rule>> = {
  'Auth0.AttackProtection.Disabled': { answer: ADMIN_POLICY, says: policy(/^attack-protection\//) },
  'Auth0.BotDetection.Disabled': { answer: ADMIN_POLICY, says: policy(/^attack-protection\/bot-detection/) },
  'Auth0.CIC.Credential.Stuffing': { answer: 'failed first step, counted for password-spray', says: failsFirst },
  'Auth0.Custom.Role.Created': {
    outside: 'A role that nobody has yet gives nothing; granting it is told (role-granted).',
  },
  'Auth0.Delete.TenantMember': { outside: 'Takes access to the vendor’s dashboard away; gives nobody any.' },
  'Auth0.FraudRisk.Volume': { answer: RISK, says: isRisky },
  'Auth0.Integration.Installed': { outside: APPS },
  'Auth0.Limits': { answer: LOCKED, says: isLocked },
  'Auth0.MFA.Factor.Setting.Enabled': { answer: ADMIN_POLICY, says: policy(/^guardian\/factors/) },
  'Auth0.MFA.Policy.Disabled': { answer: ADMIN_POLICY, says: policy(/^guardian\/policies/) },
  'Auth0.MFA.Policy.Enabled': {
    answer: 'the policy was changed or strengthened',
    says: (said) =>
      changed('policy-changed', 'policy-strengthened')(said) && /^guardian\/policies/.test(said.event.target),
  },
  'Auth0.MFA.Risk.Assessment.Disabled': { answer: ADMIN_POLICY, says: policy(/^risk-assessment\//) },
  'Auth0.MFA.Risk.Assessment.Enabled': { answer: ADMIN_POLICY, says: policy(/^risk-assessment\//) },
  'Auth0.NewAdmin.Invitation': { outside: GUESTS },
  'Auth0.Post.Login.Action.Flow': { answer: ADMIN_POLICY, says: policy(/^actions\/triggers\/post-login/) },
  'Auth0.PushNotification.Fatigue': {
    answer: 'a refused prompt, counted for mfa-fatigue',
    says: ({ event }) => event.reason === 'refused',
  },
  'Auth0.Rapid.DynamicClient.Creation': { outside: KEYS },
  'Auth0.SamePhone.MultipleUsers.MFA': {
    outside: 'Needs the number and several people’s rows; Postern keeps that a phone was added, not its number.',
  },
  'Auth0.User.Invitation.Created': { outside: GUESTS },
  'Auth0.User.Joined.Tenant': {
    answer: ROLE,
    says: unexplained('role-granted'),
  },

  'AWS.Unsuccessful.MFA.attempt': {
    answer: 'the second step failed',
    says: ({ event }) => event.step === 'second' && event.outcome === 'failure',
  },
  'AWS.Console.LoginWithoutMFA': {
    answer: 'complete sign-in with a password alone',
    says: ({ event }) => event.complete && event.method === 'password' && !event.proved,
  },
  'AWS.Console.LoginWithoutSAML': {
    answer: 'complete sign-in not by another provider',
    says: ({ event }) => event.complete && event.method !== 'external',
  },
  'AWS.Console.RootLogin': { answer: 'root signs in', says: (said) => isRoot(said) && getsIn(said) },
  'AWS.Console.RootLoginFailed': {
    answer: 'root fails the first step',
    says: (said) => isRoot(said) && failsFirst(said),
  },
  'AWS.Console.Sign-In': { answer: 'complete sign-in', says: getsIn },
  'AWS.CloudTrail.RootAccessKeyCreated': { outside: KEYS },
  'AWS.Root.Activity': { answer: 'root signs in (no other act of root)', says: (said) => isRoot(said) && getsIn(said) },
  'AWS.CloudTrail.RootPasswordChanged': {
    answer: 'root’s password was changed',
    says: (said) => isRoot(said) && changed('password-changed')(said),
  },
  'AWS.User.Login.Profile.Modified': {
    answer: RESET,
    says: unexplained('password-reset'),
  },

  'Duo.Admin.App.Integration.Secret.Key.Viewed': { outside: KEYS },
  'Duo.Admin.Bypass.Code.Created': {
    answer: BYPASS,
    says: unexplained('bypass-granted'),
  },
  'Duo.Admin.Bypass.Code.Viewed': {
    answer: 'change-outside-case: codes were looked at',
    says: unexplained('codes-viewed'),
  },
  'Duo.Admin.Create.Admin': {
    answer: ROLE,
    says: unexplained('role-granted'),
  },
  'Duo.Admin.Lockout': { answer: LOCKED, says: isLocked },
  'DUO.Admin.Action.MarkedFraudulent': { answer: FRAUD, says: isReported },
  'Duo.Admin.New.Admin.API.App.Integration': { outside: KEYS },
  'Duo.Admin.Policy.Updated': { answer: ADMIN_POLICY, says: finds('change-outside-case') },
  'Duo.Admin.SSO.SAML.Requirement.Disabled': { answer: ADMIN_POLICY, says: policy(/single_sign_on/) },
  'Duo.Admin.User.MFA.Bypass.Enabled': {
    answer: BYPASS,
    says: unexplained('bypass-granted'),
  },
  'DUO.User.Action.Fraudulent': { answer: FRAUD, says: isReported },
  'DUO.User.Denied.AnomalousPush': {
    answer: 'blocked for risk',
    says: ({ event }) => event.reason === 'risk-block',
  },
  'DUO.User.BypassCode.Used': {
    answer: 'signed in with a pass',
    says: (said) => getsIn(said) && said.event.method === 'pass',
  },
  'DUO.User.Endpoint.Failure': {
    answer: 'device-not-compliant',
    says: ({ event }) => event.reason === 'device-not-compliant',
  },

  'Azure.Audit.OIDC.Changed': { answer: ADMIN_POLICY, says: policy(/Authentication Methods Policy/) },
  'Azure.Audit.DeviceCodeBrokerClient': { outside: SESSIONS },
  'Azure.Audit.DomainSettingsModified': {
    answer: ADMIN_POLICY,
    says: (said) => unexplained('policy-changed')(said) && / domain/.test(said.event.code),
  },
  'Azure.Audit.ElevateUserAccessAdministrator': { answer: 'a role was granted', says: changed('role-granted') },
  'Azure.Audit.ExcessiveAccountLockouts': { answer: LOCKED, says: isLocked },
  'Azure.Audit.ManyFailedSignIns': { answer: 'failed first step', says: failsFirst },
  'Azure.Audit.GraphSessionMultipleIPs': { outside: SESSIONS },
  'Azure.Audit.HighRiskSignIn': { answer: 'sign-in with high risk', says: ({ event }) => event.risk === 'high' },
  'Azure.Audit.InviteExternalUsers': { outside: GUESTS },
  'Azure.Audit.LegacyAuth': { answer: 'protocol that cannot do MFA', says: ({ event }) => event.legacy },
  'Azure.Audit.MFADisabled': { answer: ADMIN_POLICY, says: finds('change-outside-case') },
  'Azure.Audit.MultipleProtectionAlerts': { answer: RISK, says: isRisky },
  'Azure.Audit.RiskLevelPassthrough': { outside: 'The rows are sign-ins of programs (service principals).' },
  'Azure.Audit.RoleChangedPIM': {
    answer: ROLE,
    says: unexplained('role-granted'),
  },
  'Azure.Audit.ROPCLoginNoMFA': {
    answer: 'in with a password by a protocol that cannot do MFA',
    says: (said) => said.event.legacy && getsIn(said),
  },
  'Azure.Audit.ServicePrincipalCredentialsAdded': { outside: KEYS },
  'Azure.Audit.VSCodeOAuthPhishing': { outside: SESSIONS },

  'Google.Workspace.Advanced.Protection.Program': { answer: ADMIN_POLICY, says: policy(/Advanced Protection/) },
  'GSuite.AdvancedProtection': { answer: 'mfa-disabled or policy weakened', says: finds('change-outside-case') },
  'GSuite.GoogleAccess': { outside: 'Access by the vendor’s own staff.' },
  'GSuite.GovernmentBackedAttack': { answer: RISK, says: isRisky },
  'GSuite.LeakedPassword': { answer: RISK, says: isRisky },
  'GSuite.LoginType': { outside: 'Which way of signing in an organisation allows is its own list.' },
  'GSuite.SuspiciousLogins': { answer: RISK, says: isRisky },
  'GSuite.TwoStepVerification': {
    answer: 'change-outside-case: MFA was switched off',
    says: unexplained('mfa-disabled'),
  },
  'GSuite.UserSuspended': { answer: 'the account was disabled', says: changed('account-disabled') },
  'GSuite.Workspace.PasswordEnforceStrongDisabled': { answer: ADMIN_POLICY, says: policy(/strong password/) },
  'GSuite.Workspace.PasswordReuseEnabled': { answer: ADMIN_POLICY, says: policy(/password reuse/) },

  'Standard.BruteForceByUser': { answer: 'failed first step', says: failsFirst },
  'Standard.ImpossibleTravel.Login': { outside: HISTORY },
  'Standard.MFADisabled': {
    answer: 'MFA switched off, or taken away by somebody else',
    says: (said) =>
      changed('mfa-disabled')(said) ||
      (changed('authenticator-removed', 'authenticators-reset')(said) && said.event.actor !== ''),
  },

  'Okta.ADAgent.AuthenticationAnomaly.ZScore': { outside: QUERY },
  'Okta.ADAgent.TokenAbuse.Behavioral': { outside: QUERY },
  'Okta.AdminRoleAssigned': {
    answer: ROLE,
    says: unexplained('role-granted'),
  },
  'Okta.Anonymizing.VPN.Login': { answer: 'from an anonymiser', says: ({ event }) => event.anonymous },
  'Okta.APIKeyCreated': { outside: KEYS },
  'Okta.Refresh.Access.Token.Reuse': { outside: SESSIONS },
  'Okta.App.Unauthorized.Access.Attempt': {
    answer: 'stopped for an application’s sake',
    says: ({ event }) => event.reason === 'application' && event.outcome === 'failure',
  },
  'Okta.Identity.Provider.Created.Modified': {
    answer: ADMIN_POLICY,
    says: (said) => unexplained('policy-changed')(said) && /^system\.idp\./.test(said.event.code),
  },
  'Okta.Identity.Provider.SignIn': {
    answer: 'first step by another provider',
    says: (said) => getsIn(said) && said.event.method === 'external',
  },
  'Okta.Login.Success': { answer: 'sign-in succeeds', says: getsIn },
  'Okta.Login.Without.Push.Marker': { outside: 'Looks for a browser plug-in of another vendor.' },
  'Okta.New.Behavior.Accessing.Admin.Console': { answer: 'risk that the row itself states', says: isRisky },
  'Okta.Org2org.Creation.Modification': { outside: APPS },
  'Okta.PasswordAccess': { outside: VAULT },
  'Okta.Phishing.Attempt.Blocked.FastPass': {
    answer: 'blocked for risk',
    says: ({ event }) => event.reason === 'risk-block',
  },
  'Okta.PotentiallyStolenSession': { outside: HISTORY },
  'Okta.Rate.Limits': { outside: 'Limits on calls of programs.' },
  'Okta.SkeletonKeyBypass.Behavioral': { outside: QUERY },
  'Okta.Support.Reset': {
    answer: 'change-outside-case: reset by somebody else',
    says: unexplained('password-reset', 'authenticators-reset'),
  },
  'Okta.SWA.BulkAccess.Behavioral': { outside: QUERY },
  'Okta.SWA.OffHoursAccess.Behavioral': { outside: QUERY },
  'Okta.ThreatInsight.Security.Threat.Detected': { answer: RISK, says: isRisky },
  'Okta.User.Account.Locked': { answer: LOCKED, says: isLocked },
  'Okta.User.MFA.Factor.Suspend': { answer: 'an authenticator was removed', says: changed('authenticator-removed') },
  'Okta.User.MFA.Reset.Single': { answer: 'an authenticator was removed', says: changed('authenticator-removed') },
  'Okta.User.Reported.Suspicious.Activity': { answer: FRAUD, says: isReported },

  'OneLogin.ActiveLoginActivity': {
    outside: 'Many people behind one address: to Postern an office, until one of them is attacked.',
  },
  'OneLogin.HighRiskFailedLogin': {
    answer: 'failed first step with the provider’s risk',
    says: (said) => failsFirst(said) && isRisky(said),
  },
  'OneLogin.Login': { answer: 'complete sign-in', says: getsIn },
  'OneLogin.PasswordAccess': { outside: VAULT },
  'OneLogin.PasswordChanged': { answer: 'the password was changed', says: changed('password-changed') },
  'OneLogin.ThresholdAccountsDeleted': { answer: 'the account was deleted', says: changed('account-deleted') },
  'OneLogin.ThresholdAccountsModified': {
    answer: RESET,
    says: unexplained('password-reset'),
  },
  'OneLogin.UnauthorizedAccess': {
    answer: 'lockout policy-block',
    says: ({ causes }) => causes.has('policy-block'),
  },
  'OneLogin.UserAccountLocked': { answer: LOCKED, says: isLocked },
  'OneLogin.UserAssumption': {
    answer: 'change-outside-case: somebody got in in another’s name',
    says: finds('change-outside-case'),
  },
}
