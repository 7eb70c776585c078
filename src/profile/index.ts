export { type About, createSurroundings, type Person, type Surroundings } from './surroundings.ts'
export {
  clientKind,
  type Familiarity,
  familiarity,
  hasBaseline,
  hourOf,
  isStranger,
  isUntrusted,
  type Usual,
} from './usual.ts'
