export const MEMORY_FLAGS: readonly string[]
export const COMPILER_FLAGS: readonly string[]
