export {
  type Familiarity,
  familiarity,
  hasBaseline,
  isStranger,
  isUntrusted,
  knowsOnlyPassword,
} from './familiarity.ts'
export {
  type About,
  createSurroundings,
  type IsEmergency,
  type IsOurs,
  type Person,
  type Surroundings,
} from './surroundings.ts'
export { clientKind, hourOf, type Usual } from './usual.ts'
