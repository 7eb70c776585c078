export { INCIDENTS, incidentDecision, isIncidentFactDue } from './again.ts'
export { type FindingBody, type FindingTold, IncidentCard, type PersonShown, titleOf } from './cards.ts'
export { type Carrying, carryOut, type Latest, type Outcome } from './command.ts'
export { elapsing, overAt } from './deadlines.ts'
export {
  type Actor,
  type Command,
  type Decision,
  decide,
  isHeldBack,
  type Refusal,
  type RefusalCode,
} from './decide.ts'
export {
  ELAPSE,
  type ElapseOptions,
  elapseIncidents,
  type SetElapse,
  type SetGrowth,
  setElapseBy,
  setGrowthBy,
  startElapsing,
} from './elapse-job.ts'
export { evolve, type Fact, type Incident, type Incidents, type Sighting, type Verdict } from './incident.ts'
export type { Nature } from './nature.ts'
export { changesOf } from './notices.ts'
export { cardsOf, type IncidentReading, type IncidentRoutesOptions, type Loaded, withFindings } from './reading.ts'
export { incidentRoutes } from './routes.ts'
export { createTokens, type Tokens } from './tokens.ts'
export { type IncidentState, incidentById, incidentsOfTrouble, listIncidents, loadIncidents } from './views.ts'
export { INCIDENT_SENTENCES } from './words.ts'
