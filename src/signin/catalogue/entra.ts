/**
 * Entra ID's AADSTS codes that concern a person's way in, in the order in which they are best known.
 *
 * An interrupt is no failure: most of these pages stand before a success of the same attempt. Codes that only a developer
 * can cause, and that leave no trace of a person, are left out (catalogue.test.ts lists them with the reason).
 */

import { ENTRA_APPLICATION } from './entra-application.ts'
import { ENTRA_AUTHENTICATORS } from './entra-authenticators.ts'
import { ENTRA_FIRST_STEP } from './entra-first-step.ts'
import { ENTRA_POLICY } from './entra-policy.ts'
import { ENTRA_SECOND_STEP } from './entra-second-step.ts'
import { ENTRA_SERVICE } from './entra-service.ts'
import { ENTRA_SESSION } from './entra-session.ts'
import type { Entry } from './entry.ts'

export const ENTRA: readonly Entry[] = [
  ...ENTRA_SECOND_STEP,
  ...ENTRA_POLICY,
  ...ENTRA_FIRST_STEP,
  ...ENTRA_AUTHENTICATORS,
  ...ENTRA_SESSION,
  ...ENTRA_SERVICE,
  ...ENTRA_APPLICATION,
]
