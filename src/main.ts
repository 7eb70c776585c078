/** The program. bin/postern.js makes sure that the Node that runs this is new enough. */
import { runCli } from './cli/index.ts'

// What runs or tends a server is loaded only when asked for: it is far more than the other verbs need.
process.exitCode = await runCli(process.argv.slice(2), {
  serve: async (version) => (await import('./main/serve.ts')).serve(process.env, version),
  demo: async (version) => (await import('./main/demo.ts')).demo(process.env, version),
  keeper: async () => (await import('./main/keeper-command.ts')).keeperCommand(process.env),
  doctor: async (isJson) => (await import('./main/doctor/doctor-command.ts')).doctorCommand(process.env, isJson),
  backup: async (file) => (await import('./main/backup-command.ts')).backupCommand(file, process.env),
  restore: async (file) => (await import('./main/backup-command.ts')).restoreCommand(file, process.env),
  rotateKeys: async (use) => (await import('./main/keys-command.ts')).rotateCommand(use, process.env),
})
