/** Auth0's log event type codes: every one that its documentation or its published schemas name. */
import { AUTH0_OTHER } from './auth0-other.ts'
import { AUTH0_SECOND_STEP } from './auth0-second-step.ts'
import { AUTH0_SIGN_IN } from './auth0-sign-in.ts'
import type { Entry } from './entry.ts'

export const AUTH0: readonly Entry[] = [...AUTH0_SIGN_IN, ...AUTH0_SECOND_STEP, ...AUTH0_OTHER]
