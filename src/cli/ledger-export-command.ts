/** `postern ledger export`: the server's ledger as a file, to verify, keep and prove from. */
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ApiError, apiOf } from './api-client.ts'
import type { ApiWorld } from './api-command.ts'
import { Exit } from './exit.ts'
import { checkOutputs } from './output-file.ts'

/** `-` is standard output. Gives the exit code; throws UsageError where environment or file cannot be used. */
export async function ledgerExportCommand(
  file: string,
  { environment, tell }: Pick<ApiWorld, 'environment' | 'tell'>,
  standardOutput: NodeJS.WritableStream = process.stdout,
): Promise<number> {
  checkOutputs([file], [])
  const api = apiOf(environment)
  try {
    const bytes = await api.download('ledger/export')
    if (file === '-') await pipeline(bytes, standardOutput, { end: false })
    else await writeWhole(file, bytes)
    tell(`Verify it with the key that you pinned: postern ledger verify ${file} --key KEY\n`)
    return Exit.fine
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tell(`postern: ${error.message}\n`)
    return Exit.serverRefused
  }
}

/** An export that broke off must not bear the name of a whole one. */
async function writeWhole(file: string, bytes: Readable): Promise<void> {
  const part = `${file}.part`
  try {
    await pipeline(bytes, createWriteStream(part))
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}
