/** Text on one line, and nothing that could be taken for something else. */
import Type from 'typebox'

export const Line = (max: number) =>
  Type.String({ minLength: 1, maxLength: max, pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]+$' })
