/** Who: people, their accounts, how bad losing them is, and which accounts are for emergencies. docs/directory.md. */
export { type Account, type AccountNamed, keyOfAccount, type Mentioned, type SeenAccount } from './accounts.ts'
export { directoryChanges } from './changes.ts'
export { emergencyAccounts, emergencyWatch } from './emergency.ts'
export { personMeant } from './people.ts'
export { DirectoryError, type DirectoryRoom } from './room.ts'
export { directoryRoutes } from './routes.ts'
export { holdLowerings, tierOfMentioned } from './tiers.ts'
export { DIRECTORY_SENTENCES } from './words.ts'
