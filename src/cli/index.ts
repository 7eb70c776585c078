/** The command line. Every verb's code lies in the file of its name; here are only the words and the exit codes. */
import { readFileSync } from 'node:fs'
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { neutralise } from '../base/neutralise.ts'
import { parseInstant } from '../base/time.ts'
import { VENDORS, type Vendor } from '../simulator/index.ts'
import { addApiCommands } from './api-commands.ts'
import { COMMAND } from './command-name.ts'
import { diagnoseCommand } from './diagnose-command.ts'
import { evaluateCommand } from './evaluate-command.ts'
import { Exit } from './exit.ts'
import { explainCommand } from './explain.ts'
import { addLedgerCommands } from './ledger-commands.ts'
import { UsageError } from './output-file.ts'
import { addPolicyCommands } from './policy-commands.ts'
import { sampleCommand } from './sample-command.ts'
import { simulateCommand } from './simulate-command.ts'
import { SpillError } from './spill.ts'
import { textOptions } from './terminal.ts'

/** What runs and tends a server. It lies above the command line, which only names it; each gives the exit code. */
export interface Servers {
  serve(version: string): Promise<number>
  demo(version: string): Promise<number>
  keeper(): Promise<number>
  doctor(isJson: boolean): Promise<number>
  backup(file: string): Promise<number>
  restore(file: string): Promise<number>
  rotateKeys(use: 'entries' | 'checkpoints' | 'master'): Promise<number>
}

/** Runs one command line (without node and script); gives the exit code. Writes to the process's own streams. */
export async function runCli(args: readonly string[], servers: Servers): Promise<number> {
  let code: number = Exit.fine
  const program = createProgram(servers, (result) => {
    code = result
  })
  // `postern … | head` closes our output: that is no failure.
  process.stdout.on('error', (error) => process.exit(isClosedPipe(error) ? Exit.fine : Exit.failed))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.fine : Exit.usage
    if (isClosedPipe(error)) return Exit.fine
    if (error instanceof UsageError) {
      process.stderr.write(`postern: ${error.message}\n`)
      return Exit.usage
    }
    process.stderr.write(`postern: ${describe(error)}\n`)
    return Exit.failed
  }
}

function createProgram(servers: Servers, done: (code: number) => void): Command {
  const program = new Command(COMMAND)
    .description('Tells MFA lockouts from attacks in sign-in logs, and says what to do next.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeErr: (text) => void process.stderr.write(text.split('\n').map(neutralise).join('\n')) })
    .showHelpAfterError(`(${COMMAND} --help lists what there is)`)

  program
    .command('diagnose')
    .description('Diagnose sign-in logs: who is locked out and why, what is an attack, an outage or a policy.')
    .argument('<file...>', 'log files, folders, or - for standard input; .gz is unpacked')
    .option('--user <name>', 'the timeline and verdicts of one person')
    .option(
      '--since <when>',
      'only what touches the time from here on: 2026-02-23, 2026-02-23T14:00Z, or 24h, 7d before the log’s end',
      parseWhen,
    )
    .option('--until <when>', 'read nothing after this time', (text: string) => parseAbsolute(text))
    .addOption(
      new Option('--emergency <name>', 'login name of an emergency account (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--json', 'write the result as JSON (postern.diagnosis/1) to standard output')
    .option('--html <file>', 'write a report as one self-contained page')
    .option('--ocsf <file>', 'write the normalised events as OCSF, one JSON object a line; - is standard output')
    .option('--all', 'leave nothing out of the printed lists')
    .option('--no-progress', 'no progress on standard error')
    .addHelpText('after', `\nExample:\n  ${COMMAND} diagnose signins.json --user ana@example.com\n`)
    .action(async (files: string[], options) => done(await diagnoseCommand(files, options)))

  program
    .command('explain')
    .description('What a code, event type or result text of any vendor means for a locked-out person.')
    .argument('[code...]', 'for example 500121, user.account.lock, gd_auth_rejected')
    .option('--all', 'the whole catalogue')
    .option('--json', 'as JSON')
    .action((codes: string[], options) =>
      done(
        explainCommand(
          codes,
          { ...textOptions(process.stdout, process.env), write: (text) => void process.stdout.write(text) },
          options,
        ),
      ),
    )

  program
    .command('simulate')
    .description('Write the log of a simulated organisation, and the truth about it.')
    .option('--people <n>', 'how many people', parseCount, 500)
    .option('--days <n>', 'how many days', parseCount, 14)
    .option('--from <day>', 'the first day, such as 2026-01-05 (default: that)', parseDay)
    .option('--seed <n>', 'same seed, same log', parseCount, 1)
    .option('--incidents <factor>', 'how many more lockouts and attacks than usual', parseFactor, 1)
    .addOption(
      new Option('--as <vendor>', 'whose log to write').choices([...VENDORS]).default('entra' satisfies Vendor),
    )
    .option('--out <file>', 'where to; - is standard output', '-')
    .option('--truth <file>', 'where to write the truth', 'truth.json')
    .action(async (options) => done(await simulateCommand(options)))

  program
    .command('evaluate')
    .description('Diagnose a simulated log and compare with the truth: precision and recall per cause and detection.')
    .argument('<log>')
    .argument('<truth>')
    .option('--json', 'as JSON')
    .option('--misses', 'also list what was missed and what was wrong')
    .action(async (log: string, truth: string, options) => done(await evaluateCommand(log, truth, options)))

  const store = program.command('store').description('The server’s data: POSTERN_DATA, or DATABASE_URL.')
  store
    .command('export')
    .description('Write everything as readable lines, to carry it to another database or version.')
    .argument('<file>', 'where to; - is standard output')
    .action(async (file: string) => done(await (await storeCommands()).storeExportCommand(file, process.env)))
  store
    .command('import')
    .description('Read an export into an empty folder or database.')
    .argument('<file>', 'the export; - is standard input')
    .action(async (file: string) => done(await (await storeCommands()).storeImportCommand(file, process.env)))

  program
    .command('serve')
    .description('The server: watches sign-ins day and night. Settings are environment variables: docs/operating.md.')
    .action(async () => done(await servers.serve(version())))
  program
    .command('keeper')
    .description('Holds the keys and signs for a server that asks on the socket POSTERN_KEEPER: docs/operating.md.')
    .action(async () => done(await servers.keeper()))
  program
    .command('doctor')
    .description('Looks at name, certificate, clock, keys, disk, backup and server, and says what to do.')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => done(await servers.doctor(json === true)))
  program
    .command('backup')
    .description(
      'Write everything but the keys to a compressed file. A running server does so by itself (POSTERN_BACKUPS).',
    )
    .argument('<file>', 'where to, for example postern.ndjson.gz')
    .action(async (file: string) => done(await servers.backup(file)))
  program
    .command('restore')
    .description('Read a backup into an empty folder or database, and say what is missing since.')
    .argument('<file>', 'the backup')
    .action(async (file: string) => done(await servers.restore(file)))
  program
    .command('keys')
    .description('The keys of a stopped server (POSTERN_KEYS).')
    .command('rotate')
    .description('Change what signs entries or checkpoints of the ledger, or what encrypts the keys of people.')
    .addArgument(new Argument('<use>', 'which').choices(['entries', 'checkpoints', 'master']))
    .action(async (use: 'entries' | 'checkpoints' | 'master') => done(await servers.rotateKeys(use)))
  program
    .command('ingest')
    .description('Send log files to a running server. What it has already counts once.')
    .argument('<file...>', 'log files, folders, or - for standard input; .gz is unpacked')
    .requiredOption('--to <url>', 'the server, such as https://postern.example')
    .requiredOption('--source <id>', 'the id of the source; its token is read from POSTERN_SOURCE_TOKEN')
    .option('--json', 'the counts as JSON')
    .option('--no-progress', 'no progress on standard error')
    .action(async (files: string[], options) =>
      done(await (await import('./ingest-command.ts')).ingestCommand(files, options, process.env)),
    )

  program
    .command('sample')
    .description('Diagnose a simulated organisation, and say how to feed your own log.')
    .action(async () => done(await sampleCommand()))

  program
    .command('demo')
    .description('The server on this machine alone, with a made-up organisation in motion.')
    .action(async () => done(await servers.demo(version())))

  addLedgerCommands(program, done)
  addPolicyCommands(program, done)
  addApiCommands(program, done)
  return program
}

/** Loaded only when asked for: a database is far more than the other verbs need. */
function storeCommands(): Promise<typeof import('./store-command.ts')> {
  return import('./store-command.ts')
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: unknown }).version)
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}

function parseCount(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.')
  return value
}

/** Midnight UTC, in milliseconds. */
function parseDay(text: string): number {
  const time = Date.parse(text)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(time)) return time
  throw new InvalidArgumentError('Write it as 2026-01-05.')
}

function parseFactor(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0 || value > 100) throw new InvalidArgumentError('It must be from 0 to 100.')
  return value
}

/** An instant, or a time before the end of the log as a negative number of milliseconds. */
function parseWhen(text: string): number {
  const match = /^(\d{1,5})([mhd])$/.exec(text)
  if (match === null) return parseAbsolute(text, ', or 24h, 7d before the log’s end')
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 'm' | 'h' | 'd']
  return -Number(match[1]) * unit
}

function parseAbsolute(text: string, more = ''): number {
  const padded = /^\d{4}-\d\d-\d\d$/.test(text)
    ? `${text}T00:00:00Z`
    : text.replace(/^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?!:)/, '$1:00')
  const time = parseInstant(padded)
  if (Number.isNaN(time))
    throw new InvalidArgumentError(`Write it as 2026-02-23 or 2026-02-23T14:00:00Z (UTC without a zone)${more}.`)
  return time
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

function describe(error: unknown): string {
  if (error instanceof SpillError) return `${error.code}: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
