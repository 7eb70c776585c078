/** Who is asking? One file a check; evidence, and what it is worth. docs/verification.md. */
export { CHECK_IDS, CHECKS, type Check, type CheckId, FACETS, type Facet, isCheck } from './checks.ts'
export { type Evidence, type Rests, restsOf, type Shares, sharing } from './evidence.ts'
