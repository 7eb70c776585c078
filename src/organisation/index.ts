/** The tenant: what it is called, how it is set up, and what a change of its settings is. */
export { sayAlive } from './alive.ts'
export { type Applied, type Applying, type ChangeKind, changeKind } from './change.ts'
export { type Founding, foundOrganisation, nameOf } from './found.ts'
export { createNews, NEWS, type News, type NewsOptions, newsRoutes, type Publish } from './news.ts'
