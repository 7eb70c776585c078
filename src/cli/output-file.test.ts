import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { checkOutputs, UsageError } from './output-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-output-'))
const log = join(folder, 'log.json')
writeFileSync(log, '[]')
mkdirSync(join(folder, 'logs'))
symlinkSync(log, join(folder, 'link.json'))
after(() => rmSync(folder, { recursive: true }))

describe('an output', () => {
  it('given a new file in a writable folder, or standard output, then it passes', () => {
    checkOutputs([join(folder, 'report.html'), '-', undefined], [log])
  })

  for (const [what, outputs, words] of [
    ['the input itself', [log], /is an input|input/],
    ['the input by another name', [join(folder, 'link.json')], /input/],
    ['a file in a folder that is read', [join(folder, 'logs', 'new.html')], /input/],
    ['a folder', [join(folder, 'logs')], /folder|input/],
    ['a file in a folder that does not exist', [join(folder, 'nowhere', 'x.html')], /does not exist/],
    ['one file for two outputs', [join(folder, 'x'), join(folder, 'x')], /two outputs/],
  ] as const) {
    it(`given ${what}, then it is refused before anything is opened`, () => {
      const inputs = [log, join(folder, 'logs')]
      assert.throws(
        () => checkOutputs(outputs, inputs),
        (error) => error instanceof UsageError && words.test(error.message),
      )
    })
  }
})
