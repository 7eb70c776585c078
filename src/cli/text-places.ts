/** Where rows stand, in as few words as possible. */
import { number } from './report-words.ts'
import { clip } from './terminal.ts'

const NAME_CELLS = 80

export interface Place {
  readonly file: string
  /** From 1; 0 is the file itself. */
  readonly line: number
}

/** `signins.json:17, 21, 40 and 9 more`: the first `shownMax`, each file said again only when it changes. */
export function places(list: readonly Place[], shownMax: number): string {
  let last: string | undefined
  const shown = list.slice(0, shownMax).map(({ file, line }) => {
    const text = file === last && line > 0 ? `${line}` : `${fileName(file)}${line > 0 ? `:${line}` : ''}`
    last = file
    return text
  })
  const rest = list.length - shown.length
  return `${shown.join(', ')}${rest > 0 ? ` and ${number(rest)} more` : ''}`
}

/** A file as the operator named it; `-` is standard input. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : clip(file, NAME_CELLS)
}
