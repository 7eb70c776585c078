/**
 * The words of `postern ledger …` and `postern witness …`. What carries them out is loaded when it is asked for: the other
 * verbs start faster without the ledger's libraries.
 */
import { type Command, InvalidArgumentError } from 'commander'

export function addLedgerCommands(program: Command, done: (code: number) => void): void {
  const ledger = program.command('ledger').description('The record that cannot be rewritten: verify it, prove from it.')

  ledger
    .command('verify')
    .description('Verify an export of a ledger, or the proof of one entry, offline.')
    .argument('<file>', 'what postern ledger export or prove has written; - for standard input')
    .requiredOption('--key <key>', 'the ledger’s checkpoint key that you pinned: origin+id+base64')
    .option('--witness <key>', 'the key of a witness that must have cosigned (repeatable)', collect, [])
    .option('--remember <file>', 'a checkpoint that you kept: the ledger must contain all of it')
    .option('--json', 'the verdict as JSON (postern.verdict/1)')
    .action(async (file: string, options) => {
      const { ledgerVerifyCommand } = await import('./ledger-verify-command.ts')
      done(await ledgerVerifyCommand(file, options))
    })

  ledger
    .command('export')
    .description('Write the server’s ledger to a file, up to its last checkpoint. Asks POSTERN_URL with POSTERN_TOKEN.')
    .argument('<file>', 'where to; - is standard output')
    .action(async (file: string) => {
      const { ledgerExportCommand } = await import('./ledger-export-command.ts')
      const tell = (text: string) => void process.stderr.write(text)
      done(await ledgerExportCommand(file, { environment: process.env, tell }))
    })

  ledger
    .command('prove')
    .description('Prove one entry, or that nothing of an earlier checkpoint has changed.')
    .argument('<export>', 'an export; - for standard input')
    .option('--entry <n>', 'the proof of this entry, for whoever has pinned the key', parseNumber)
    .option('--since <n>', 'a request to a witness that remembers so many entries', parseNumber)
    .option('--out <file>', 'where to; - is standard output', '-')
    .action(async (file: string, options) => {
      const { ledgerProveCommand } = await import('./ledger-prove-command.ts')
      done(await ledgerProveCommand(file, options))
    })

  const witness = program
    .command('witness')
    .description('Remember a ledger’s last checkpoint, elsewhere, and cosign only what contains it.')

  witness
    .command('new-key')
    .description('Make a witness’s key; prints what others pin.')
    .argument('<name>', 'for example witness.example/w1')
    .requiredOption('--key <file>', 'a new file for the secret')
    .action(async (name: string, options) => {
      const { witnessNewKeyCommand } = await import('./witness-command.ts')
      done(witnessNewKeyCommand(name, options))
    })

  witness
    .command('cosign')
    .description('Answer one request: prints the line to add to the checkpoint, or says why not.')
    .argument('<request>', 'what postern ledger prove --since has written; - for standard input')
    .requiredOption('--log <key>', 'a checkpoint key of the ledger (repeatable)', collect, [])
    .requiredOption('--key <file>', 'the witness’s own key')
    .requiredOption('--memory <file>', 'where the last checkpoint is remembered')
    .action(async (file: string, options) => {
      const { witnessCosignCommand } = await import('./witness-command.ts')
      done(await witnessCosignCommand(file, options))
    })
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}

function parseNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number from 0.')
  }
  return value
}
