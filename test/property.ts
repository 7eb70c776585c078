/**
 * Properties over random stories that are the same stories every time: one seed, printed, so that a failure on one machine
 * is a failure on all. `POSTERN_LONG=1` tries ten times as many, `POSTERN_SEED=n` others.
 */
import assert from 'node:assert/strict'
import fc from 'fast-check'

const SEED = Number(process.env.POSTERN_SEED ?? 20_260_223)
const TIMES = process.env.POSTERN_LONG === '1' ? 10 : 1

console.log(`properties: seed ${SEED}, ${TIMES === 1 ? 'short' : 'ten times as long'}`)

/** Tries a property `runs` times in the short form. Throws with the smallest example against it. */
export function holds<Example>(property: fc.IProperty<Example>, runs: number): void {
  fc.assert(property, { seed: SEED, numRuns: runs * TIMES })
}

/** The same for a property that waits for something. */
export async function holdsAsync<Example>(property: fc.IAsyncProperty<Example>, runs: number): Promise<void> {
  await fc.assert(property, { seed: SEED, numRuns: runs * TIMES })
}

/** A planted mistake must break the property by one of its assertions, and not by a crash. */
export function mustFail<Example>(property: fc.IProperty<Example>, runs: number): void {
  assert.throws(
    () => fc.assert(property, { seed: SEED, numRuns: runs * TIMES, endOnFailure: true }),
    (error: unknown) => error instanceof Error && error.cause instanceof assert.AssertionError,
  )
}

/** Runs something while one number of the defaults is another: a mistake planted in the real code. */
export function whileWrong<Section extends object>(
  section: Section,
  planted: Partial<Record<keyof Section, unknown>>,
  run: () => void,
): void {
  const before = { ...section }
  Object.assign(section, planted)
  try {
    run()
  } finally {
    Object.assign(section, before)
  }
}

/** `mustFail` for a property whose steps wait for something. */
export async function mustFailAsync<Example>(property: fc.IAsyncProperty<Example>, runs: number): Promise<void> {
  await assert.rejects(
    fc.assert(property, { seed: SEED, numRuns: runs * TIMES, endOnFailure: true }),
    (error: unknown) => error instanceof Error && error.cause instanceof assert.AssertionError,
  )
}
