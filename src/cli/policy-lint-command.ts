/** `postern policy lint FILE`: could this policy come into force? Works offline. */
import { neutralise } from '../base/neutralise.ts'
import { lintPolicy } from '../policy/index.ts'
import { Exit } from './exit.ts'
import { jsonText } from './json-text.ts'
import { textOf, withInput } from './ledger-input.ts'

const FORMAT = 'postern.policy-lint/1'

/** Fine where nothing is found, broken otherwise. */
export function policyLintCommand(file: string, { json }: { readonly json?: boolean }): Promise<number> {
  return withInput(file, async (pieces) => {
    const linted = lintPolicy(await textOf(pieces))
    const findings = 'findings' in linted ? linted.findings : []
    const version = 'policy' in linted ? linted.policy.version : null
    if (json === true) process.stdout.write(jsonText({ format: FORMAT, version, findings }))
    else process.stdout.write(version === null ? findings.map((one) => lineOf(file, one)).join('') : passed(version))
    return version === null ? Exit.broken : Exit.fine
  })
}

/** As compilers say it, so that editors jump to the place. */
function lineOf(
  file: string,
  { line, column, code, message }: { line: number; column: number; code: string; message: string },
): string {
  return `${neutralise(`${file}:${line}:${column}: ${message} (${code})`)}\n`
}

const passed = (version: string) => `Nothing is wrong with it. Version ${version}.\n`
