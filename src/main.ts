/** The program. bin/postern.js makes sure that the Node that runs this is new enough. */
import { runCli } from './cli/index.ts'

// The server is loaded only when asked for: it is far more than the other verbs need.
process.exitCode = await runCli(process.argv.slice(2), {
  serve: async (version) => (await import('./main/serve.ts')).serve(process.env, version),
})
