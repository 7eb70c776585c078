/** Who may say yes: changes of settings by one person, and by two where they weaken (DESIGN §3 rule 24). */
export type { Change } from './change.ts'
export { type Changes, createChanges } from './changes.ts'
export type { ChangesOptions } from './deciding.ts'
export { CHANGE_ENTRIES, type ChangeFact } from './entries.ts'
export type { ChangeNotice } from './notices.ts'
export { changeRoutes } from './routes.ts'
export { describeChange, toldOfChange } from './telling.ts'
export { CHANGE_SENTENCES } from './words.ts'
