/** Compiles scan.wat into scan.binary.ts: `npm run build:scan`. scan.test.ts asserts that what is committed is up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'

const SOURCE = new URL('./scan.wat', import.meta.url)
const TARGET = new URL('./scan.binary.ts', import.meta.url)

/** The WebAssembly module that scan.wat says, in base64. */
export async function compileScan(): Promise<string> {
  const { parseWat } = await wabt()
  const module = parseWat('scan.wat', readFileSync(SOURCE, 'utf8'), { simd: true })
  try {
    module.validate()
    return Buffer.from(module.toBinary({}).buffer).toString('base64')
  } finally {
    module.destroy()
  }
}

if (import.meta.main) {
  const lines = (await compileScan()).match(/.{1,100}/g) ?? []
  const body = lines.map((line) => `  '${line}',`).join('\n')
  writeFileSync(
    TARGET,
    `/** scan.wat, compiled by scan.build.ts. */\nexport const SCAN_BINARY = [\n${body}\n].join('')\n`,
  )
}
