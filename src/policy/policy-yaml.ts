/** A policy's text as values with places. YAML's own traps are shut: no aliases, no second value of a key, one document. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { DEFAULTS } from '../base/defaults.ts'
import type { Path, PolicyFinding, Told } from './finding.ts'

export interface PolicyYaml {
  readonly value: unknown
  readonly told: Told
}

/** Gives the values, or the first thing for which there are none. */
export function openPolicyYaml(text: string): PolicyYaml | { readonly findings: readonly PolicyFinding[] } {
  const { yamlBytesMax } = DEFAULTS.policy
  const broken = (line: number, column: number, message: string) => {
    return { findings: [{ code: 'ERR_POLICY_YAML' as const, line, column, message }] }
  }
  if (Buffer.byteLength(text) > yamlBytesMax) {
    return broken(
      1,
      1,
      `A policy has at most ${yamlBytesMax} bytes. Take out comments, or alternatives that nobody has.`,
    )
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2', prettyErrors: false })
  const [first] = [...document.errors, ...document.warnings]
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0])
    return broken(line, col, `This is not YAML: ${first.message}.`)
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    return broken(1, 1, 'A policy has no anchors and aliases. Write out what they stand for.')
  }
  return {
    value,
    told(code, path, message, of) {
      const { line, col } = lines.linePos(offsetOf(document.contents, path, of))
      return { code, line: Math.max(line, 1), column: Math.max(col, 1), message }
    },
  }
}

/** Of the value at the path, or of the nearest that there is around it. */
function offsetOf(contents: Node | null, path: Path, of: 'key' | undefined): number {
  let node: Node | null = contents
  let [key, value] = [contents?.range?.[0] ?? 0, contents?.range?.[0] ?? 0]
  for (const [depth, part] of path.entries()) {
    const next = isMap(node) ? pairOf(node.items, part) : isSeq(node) ? itemOf(node.items, part) : undefined
    if (next === undefined) return depth === 0 ? value : key
    node = next.node
    key = next.key?.range?.[0] ?? node?.range?.[0] ?? key
    value = node?.range?.[0] ?? key
  }
  return of === 'key' ? key : value
}

interface Found {
  readonly key: Node | null
  readonly node: Node | null
}

function pairOf(items: readonly { readonly key: unknown; readonly value: unknown }[], part: string | number) {
  const pair = items.find(({ key }) => isScalar(key) && String(key.value) === part)
  return pair === undefined ? undefined : ({ key: pair.key as Node, node: pair.value as Node | null } satisfies Found)
}

function itemOf(items: readonly unknown[], part: string | number): Found | undefined {
  const item = items[Number(part)]
  return item === undefined ? undefined : { key: null, node: item as Node }
}
