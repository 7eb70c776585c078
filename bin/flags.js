/** V8's flags for Postern's process, with their reasons (measured: docs/bench-diagnose.md). */

/** Rows die young: a small nursery, and a heap that is tidied sooner, halve the memory at no cost. */
export const MEMORY_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=30']

/**
 * The optimising compiler waits until a function has met more than the first rows (by default 3000 calls). Code that is
 * optimised early meets something new, is thrown away and compiled again: a tenth of a short diagnosis went there.
 */
export const COMPILER_FLAGS = ['--invocation-count-for-turbofan=20000']
