/** Who: people, their accounts, how bad losing them is, and which accounts are for emergencies. docs/directory.md. */
export { type AccountNamed, keyOfAccount, type Mentioned } from './accounts.ts'
export { directoryChanges } from './changes.ts'
export { emergencyAccounts, emergencyWatch } from './emergency.ts'
export { DirectoryError, type DirectoryRoom } from './room.ts'
export { directoryRoutes } from './routes.ts'
export { holdLowerings, tierOfMentioned } from './tiers.ts'
export { DIRECTORY_SENTENCES } from './words.ts'
