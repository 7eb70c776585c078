/** The tenant: what it is called, how it is set up, and what a change of its settings is. */
export { type Applied, type Applying, type ChangeKind, changeKind } from './change.ts'
export { createNews, NEWS, type News, type NewsOptions, newsRoutes, type Publish } from './news.ts'
