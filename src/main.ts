/** The program. bin/postern.js makes sure that the Node that runs this is new enough. */
import { runCli } from './cli/index.ts'

process.exitCode = await runCli(process.argv.slice(2))
