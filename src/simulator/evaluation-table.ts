/** An evaluation as a table for a terminal. */
import type { Evaluation, Score } from './evaluate.ts'

/** Plain text, no colours, at most 100 columns. */
export function printEvaluation(evaluation: Evaluation): string {
  const lines: string[] = []
  const table = (title: string, scores: Readonly<Record<string, Score>>): void => {
    lines.push('', `${title.padEnd(24)}  true  false  missed  again  allowed  precision  recall`)
    for (const [label, score] of Object.entries(scores)) {
      lines.push(
        `${label.padEnd(24)} ${cell(score.truePositives, 5)} ${cell(score.falsePositives, 6)} ${cell(score.falseNegatives, 7)} ` +
          `${cell(score.duplicates, 6)} ${cell(score.allowed, 8)} ${cell(score.precision.toFixed(3), 10)} ${cell(score.recall.toFixed(3), 7)}`,
      )
    }
  }
  table('Detection', evaluation.detections)
  table('Cause', evaluation.causes)
  const confused = Object.entries(evaluation.confusions)
  if (confused.length > 0) lines.push('', 'Truth → reported')
  for (const [pair, count] of confused.slice(0, 20)) lines.push(`${cell(count, 5)}  ${pair}`)
  lines.push(
    '',
    `${'Look-alike'.padEnd(24)} ${cell('person-days', 12)} ${cell('called attack', 14)} ${cell('per 10,000', 11)}`,
  )
  for (const [look, { personDays, calledAttack }] of Object.entries(evaluation.lookAlikes)) {
    const rate = personDays > 0 ? (calledAttack / personDays) * 10_000 : 0
    lines.push(`${look.padEnd(24)} ${cell(personDays, 12)} ${cell(calledAttack, 14)} ${cell(rate.toFixed(2), 11)}`)
  }
  lines.push(
    '',
    `${evaluation.benignPersonDays} benign person-days, ${evaluation.benignCalledAttack} times called an attack`,
  )
  const times = Object.entries(evaluation.secondsToVerdict)
  if (times.length > 0)
    lines.push('', `${'Seconds to verdict'.padEnd(24)} ${cell('median', 8)} ${cell('p95', 8)} ${cell('count', 6)}`)
  for (const [label, { median, p95, count }] of times) {
    lines.push(`${label.padEnd(24)} ${cell(median.toFixed(0), 8)} ${cell(p95.toFixed(0), 8)} ${cell(count, 6)}`)
  }
  return `${lines.slice(1).join('\n')}\n`
}

function cell(value: number | string, width: number): string {
  return String(value).padStart(width)
}
