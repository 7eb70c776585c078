export { createSandboxProvider, type SandboxProvider, type SandboxProviderOptions } from './sandbox-provider.ts'
