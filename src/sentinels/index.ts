/** Changes at providers that go round us: what explains them, who could make them, and which automations are declared. */
export { automationChanges } from './changes.ts'
export { createExplaining, type Explaining, type Look, type SentinelRoom } from './explaining.ts'
export { sentinelRoutes } from './routes.ts'
export { SENTINEL_SENTENCES } from './words.ts'
