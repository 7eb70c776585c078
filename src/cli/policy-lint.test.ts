import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { presets } from '../policy/index.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'postern-policy-'))
after(() => rmSync(folder, { recursive: true }))
const good = presets()[0]!.yaml
writeFileSync(join(folder, 'good.yaml'), good)
writeFileSync(join(folder, 'bad.yaml'), good.replace('[saved-code, password]', '[saved-code, fax]'))

function lint(...args: readonly string[]) {
  const options = { encoding: 'utf8', cwd: folder, input: good } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'policy', 'lint', ...args], options)
  return { status, stdout, stderr }
}

describe('postern policy lint', () => {
  test('given a good policy, by name or by standard input, then its version is told', () => {
    for (const file of ['good.yaml', '-']) {
      const { status, stdout } = lint(file)
      assert.equal(status, 0)
      assert.match(stdout, /^Nothing is wrong with it\. Version [0-9a-f]{64}\.\n$/)
    }
  })

  test('given a mistake, then its place is told as compilers do, and the exit code is 5', () => {
    const { status, stdout } = lint('bad.yaml')
    assert.equal(status, 5)
    assert.match(stdout, /^bad\.yaml:12:27: There is no check `fax`\. Take one of: .* \(ERR_POLICY_CHECK_UNKNOWN\)\n$/)
  })

  test('given --json, then the same as one object', () => {
    const { findings, ...others } = JSON.parse(lint('bad.yaml', '--json').stdout)
    assert.deepEqual(others, { format: 'postern.policy-lint/1', version: null })
    assert.deepEqual([findings.length, findings[0].line, findings[0].column], [1, 12, 27])
  })

  test('given a file that is not there, then the exit code is 1', () => {
    const { status, stdout } = lint('none.yaml')
    assert.deepEqual([status, stdout], [1, ''])
  })
})
