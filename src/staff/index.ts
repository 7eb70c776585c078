/** Who works here, and how they show it. docs/staff.md tells an operator. */
export { type Act, act, beginAct, beginAddingPasskey, type Moment, proposalDigest } from './acts.ts'
export { isStaffFactDue, staffDecision } from './again.ts'
export { type Assertion, AssertionSchema, challengeIn, isCopy, verifyAssertion } from './assertion.ts'
export { grantsAt } from './deadlines.ts'
export { type Deciding, decidingOf } from './deciding.ts'
export {
  challengeFor,
  type Intent,
  isChallengeFor,
  isIntentOf,
  verifyDecision,
  verifyWord,
} from './decision.ts'
export { beginDecision, takeDecision, type Word } from './decisions.ts'
export { STAFF_ENTRIES, type StaffFact } from './entries.ts'
export { createEpochCeremony, type EpochCeremony, epochIntent } from './epoch.ts'
export { epochRoutes } from './epoch-routes.ts'
export { foundingKind } from './founding-kind.ts'
export { beginJoining, join, openSetUp, type Ticket } from './joining.ts'
export { machineTokenKinds } from './machine-token-kinds.ts'
export { machineTokenRoutes } from './machine-token-routes.ts'
export { authenticateMachine, insertToken } from './machine-tokens.ts'
export { type Notice, noticeOwed } from './notices.ts'
export { oidcKinds } from './oidc/kinds.ts'
export { createOidc, type Oidc } from './oidc/oidc.ts'
export { oidcRoutes } from './oidc/routes.ts'
export { rewrapOidc } from './oidc/settings-rows.ts'
export { orProblem } from './problems.ts'
export { REFUSALS, type RefusalCode } from './refusal.ts'
export { type Registration, RegistrationSchema, registrationOptions, verifyRegistration } from './registration.ts'
export { type RelyingParty, relyingPartyOf } from './relying-party.ts'
export {
  holdWaits,
  humanOf,
  loadStaff,
  newId,
  type Profile,
  ProfileSchema,
  profileOf,
  type Refused,
  type StaffRoom,
  sweepEnded,
} from './room.ts'
export { staffRoutes } from './routes.ts'
export { type Grant, isWithin, ROLES, type Role, type Scope, TIERS } from './scope.ts'
export { authenticate, endSessionsOf, signOut } from './session.ts'
export { beginSignIn, requestOptions, type SignedIn, signIn } from './sign-in.ts'
export { evolve, type Member, NOBODY, type Proposal, type Staff } from './staff.ts'
export { listMembers } from './views.ts'
export { STAFF_SENTENCES } from './words.ts'
