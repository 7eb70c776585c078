/** HTTP: everything about staff. One room an installation: its organisation is the home of all who work with it. */
import type { Route } from '../http/index.ts'
import { foundedRoutes } from './founded-routes.ts'
import { joiningRoutes } from './joining-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { type SessionRoutesOptions, sessionRoutes } from './session-routes.ts'

export function staffRoutes(options: SessionRoutesOptions): readonly Route[] {
  return [
    ...sessionRoutes(options),
    ...joiningRoutes(options.room),
    ...peopleRoutes(options.room),
    ...foundedRoutes(options.room),
  ]
}
