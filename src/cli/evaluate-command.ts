/** `postern evaluate LOG TRUTH`: precision and recall of the diagnosis on a simulated log. */
import { readFileSync } from 'node:fs'
import { neutralise } from '../base/neutralise.ts'
import { evaluate, isTruth, misfit, printEvaluation } from '../simulator/index.ts'
import { COMMAND } from './command-name.ts'
import { diagnose } from './diagnose.ts'
import { Exit } from './exit.ts'
import { createProgress } from './progress.ts'

export interface EvaluateOptions {
  readonly json?: boolean
  readonly misses?: boolean
}

export async function evaluateCommand(log: string, truthFile: string, options: EvaluateOptions): Promise<number> {
  const truth = readTruth(truthFile)
  if (typeof truth === 'string') {
    process.stderr.write(`${neutralise(truthFile)}: ${neutralise(truth)}\n`)
    return Exit.nothingRead
  }
  const progress = createProgress({ output: process.stderr, now: () => performance.now() })
  const { report, unopened } = await diagnose(
    { inputs: [log], since: undefined, until: undefined, emergency: [], timelines: undefined },
    progress,
  )
  if (unopened || report.input.events === 0) {
    const [problem] = report.input.problems
    process.stderr.write(`${neutralise(log)}: ${problem?.message ?? 'no row of it could be read.'}\n`)
    return Exit.nothingRead
  }
  const reason = misfit(report, truth)
  if (reason !== undefined) {
    process.stderr.write(
      `The figures mean nothing: ${neutralise(reason)}. LOG and TRUTH must come from one run of ${COMMAND} simulate.\n\n`,
    )
  }
  const evaluation = evaluate(report, truth)
  if (options.json) process.stdout.write(`${JSON.stringify(evaluation, null, 2)}\n`)
  else process.stdout.write(printEvaluation(evaluation))
  if (options.misses && !options.json) {
    for (const { kind, id, who, start, summary } of evaluation.misses) {
      process.stdout.write(`${kind}  ${id}  ${who}  ${start}  ${summary}\n`)
    }
  }
  return Exit.fine
}

function readTruth(file: string): Parameters<typeof evaluate>[1] | string {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isTruth(value)
      ? value
      : 'This is no truth.json: it must be an object of format postern.diagnosis/1 with people.'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
