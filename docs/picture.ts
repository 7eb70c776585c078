/**
 * Draws a terminal's output as an SVG, for the README: `npm run --silent picture`, or
 * `FORCE_COLOR=1 COLUMNS=88 npx postern diagnose FILE | node docs/picture.ts 'npx postern diagnose FILE' 46 > docs/terminal.svg`.
 *
 * First argument: the command to show at the prompt. Second: after how many lines the picture fades out.
 */
import { text } from 'node:stream/consumers'
import { escapeText } from '../src/cli/report-html/markup.ts'
import { cells } from '../src/cli/terminal.ts'

const CELL = 8.4
const LINE = 20
const PAD = 22
const BAR = 34
const FONT = 14

/** Ink for each SGR code that Postern writes; on the dark green of the console's rail. */
const INK: Readonly<Record<string, string>> = {
  '0': '#e8efec',
  '1': '#ffffff',
  '2': '#9fb5ae',
  '1;31': '#ff9d94',
  '1;33': '#f2c763',
  '32': '#8fdcae',
  '36': '#93d5ea',
}
const PLAIN = '0'

interface Piece {
  readonly text: string
  readonly style: string
}

/** An SVG document of a terminal window: the command, then the output, cut after `linesMax` lines. */
export function picture(output: string, command: string, linesMax: number): string {
  const all = output.trimEnd().split('\n').map(pieces)
  const lines = [
    [
      { text: '$ ', style: '2' },
      { text: command, style: '1' },
    ],
    [],
    ...all.slice(0, linesMax),
  ]
  const cut = all.length > linesMax
  const columns = Math.max(60, ...lines.map((line) => line.reduce((sum, piece) => sum + cells(piece.text), 0)))
  const width = Math.ceil(columns * CELL + 2 * PAD)
  const height = BAR + lines.length * LINE + PAD
  const rows = lines.map((line, index) => row(line, BAR + (index + 1) * LINE - 4))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(`Terminal: ${command}`)}">
<rect width="${width}" height="${height}" rx="10" fill="#12211d"/>
<g fill="#33514a"><circle cx="22" cy="18" r="5"/><circle cx="40" cy="18" r="5"/><circle cx="58" cy="18" r="5"/></g>
<g font-family="ui-monospace, 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT}" xml:space="preserve">
${rows.filter((line) => line !== '').join('\n')}
</g>
${cut ? fade(width, height) : ''}</svg>
`
}

/** Each piece is placed by its column and stretched to its cells, so that no font can shift the table. */
function row(line: readonly Piece[], y: number): string {
  let column = 0
  return line
    .map(({ text: shown, style }) => {
      const indent = shown.length - shown.trimStart().length
      const body = shown.trim()
      const x = round(PAD + (column + indent) * CELL)
      column += cells(shown)
      if (body === '') return ''
      const weight = style.startsWith('1') ? ' font-weight="600"' : ''
      const length = round(cells(body) * CELL)
      return `<text x="${x}" y="${y}" textLength="${length}" fill="${INK[style] ?? INK[PLAIN]}"${weight}>${escapeText(body)}</text>`
    })
    .join('')
}

function fade(width: number, height: number): string {
  return `<linearGradient id="end" x2="0" y2="1"><stop stop-color="#12211d" stop-opacity="0"/><stop offset="1" stop-color="#12211d"/></linearGradient>
<rect y="${height - 90}" width="${width}" height="90" rx="10" fill="url(#end)"/>
`
}

const ESCAPE = String.fromCharCode(27)

function pieces(line: string): readonly Piece[] {
  const [first = '', ...rest] = line.split(`${ESCAPE}[`)
  const styled = rest.map((part) => {
    const end = part.indexOf('m')
    return { text: part.slice(end + 1), style: part.slice(0, end) }
  })
  return [{ text: first, style: PLAIN }, ...styled].filter((piece) => piece.text !== '')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

if (import.meta.main) {
  const [command = 'npx postern diagnose', lines = '60'] = process.argv.slice(2)
  process.stdout.write(picture(await text(process.stdin), command, Number(lines)))
}
