/** Verdicts as answers have them. */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Access, machine, staff } from '../http/index.ts'
import type { ToldVerdict } from './verdicts.ts'

const Strict = { additionalProperties: false }

export const Told = Type.Object(
  {
    id: Type.String(),
    firstTold: Type.String(),
    changed: Type.String(),
    /** When rows that came later took its ground away. */
    withdrawn: Type.Union([Type.String(), Type.Null()]),
    /** As `postern diagnose --json` has it (format postern.diagnosis/1). */
    verdict: Type.Object({}, { additionalProperties: true }),
  },
  Strict,
)

/** Who may read what was concluded, and about whom. */
export const READERS: Access = [
  staff(['agent', 'approver', 'analyst', 'administrator', 'auditor']),
  machine('verdicts:read'),
]

export function toldAnswer({ id, body, firstTold, changed, withdrawn }: ToldVerdict): Static<typeof Told> {
  return {
    id,
    firstTold: formatInstant(firstTold),
    changed: formatInstant(changed),
    withdrawn: withdrawn === null ? null : formatInstant(withdrawn),
    verdict: JSON.parse(body) as object,
  }
}
