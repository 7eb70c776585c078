/** What comes in against its schema. TypeBox's own compiler: nothing is coerced, removed or filled in, only decoded where the schema says how. */
import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { httpProblem } from './http-problem.ts'
import type { Fault } from './problem.ts'
import { RawBody } from './route.ts'

const FAULTS_MAX = 10
const POINTER_MAX = 200

type Validation = (value: unknown) => { value: unknown } | { error: Error }
type Part = Fault['in']

/** A part that the route says nothing about must be empty. */
export const EMPTY = Type.Object({}, { additionalProperties: false })

/** A check of one part of the request against `schema`: the decoded value, or ERR_INVALID_REQUEST with the places. */
export function validator(schema: TSchema, part: Part): Validation {
  if (schema === RawBody) return (value) => ({ value })
  const compiled = Compile(schema)
  return (value) => {
    if (!compiled.Check(value)) {
      const isMissing = part === 'body' && (value === undefined || value === null)
      const missing = [{ in: part, pointer: '#', detail: 'a body is required' }]
      return { error: invalid(isMissing ? missing : faultsOf(part, compiled.Errors(value))) }
    }
    const noText = firstNoText(value, '')
    if (noText !== undefined) {
      return { error: invalid([{ in: part, pointer: fragment(noText), detail: 'has a character that no text has' }]) }
    }
    return { value: compiled.Decode(value) }
  }
}

function invalid(errors: readonly Fault[]) {
  return httpProblem('ERR_INVALID_REQUEST', { errors })
}

interface Finding {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function faultsOf(part: Part, findings: readonly Finding[]): readonly Fault[] {
  const faults = findings.flatMap(({ keyword, instancePath, params, message }) => {
    const fault = (pointer: string, detail: string): Fault => ({ in: part, pointer: fragment(pointer), detail })
    switch (keyword) {
      case 'required': {
        const missing = 'requiredProperties' in params ? params.requiredProperties : []
        return (missing as string[]).map((name) => fault(`${instancePath}/${escapePointer(name)}`, 'is missing'))
      }
      // The schema `false`, once for each member that the object has no place for; the next is their sum.
      case 'boolean':
        return [fault(instancePath, 'is not known here')]
      case 'additionalProperties':
        return []
      default:
        return [fault(instancePath, message)]
    }
  })
  return faults.slice(0, FAULTS_MAX)
}

/**
 * JSON pointer of the first text with a NUL or half a surrogate pair: PostgreSQL keeps neither, RFC 8785 signs no half pair, and
 * no field of ours means either. Names of members count, too. Undefined if there is none.
 */
function firstNoText(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return isText(value) ? undefined : pointer
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    const at = `${pointer}/${escapePointer(name)}`
    const found = isText(name) ? firstNoText(member, at) : at
    if (found !== undefined) return found
  }
  return undefined
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** RFC 6901 §3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** RFC 6901 §6: percent-encoded, so that no member's name can bring control characters or markup into an answer. */
function fragment(pointer: string): string {
  return `#${pointer.slice(0, POINTER_MAX).toWellFormed().split('/').map(encodeURIComponent).join('/')}`
}
