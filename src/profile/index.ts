export {
  type Familiarity,
  familiarity,
  hasBaseline,
  isStranger,
  isUntrusted,
  knowsOnlyPassword,
} from './familiarity.ts'
export { createRoster, type IsEmergency, type Person, type Roster } from './roster.ts'
export { type About, createSurroundings, type IsOurs, type Surroundings } from './surroundings.ts'
export { clientKind, hourOf, type Usual } from './usual.ts'
