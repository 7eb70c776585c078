/** Names under which vendors and receivers recognise what they have seen already. They tell nothing about whom it concerns. */
import { createHash } from 'node:crypto'

interface Subject {
  readonly organisation: string
  readonly subject: string
}

/** The same for all states of a subject: 43 characters, no dots. */
export function subjectKey({ organisation, subject }: Subject): string {
  return digest(['subject', organisation, subject])
}

/** One state of a subject, the same in every try. */
export function revisionKey({ organisation, subject, revision }: Subject & { readonly revision: number }): string {
  return digest(['revision', organisation, subject, String(revision)])
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
