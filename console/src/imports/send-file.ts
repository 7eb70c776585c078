/** From a file in the browser to an import that waits at the server. */
import { beginImport, discardImport, sendPart } from '../api/imports.ts'
import { partsOf } from './csv-parts.ts'

export interface Sent {
  readonly bytes: number
  readonly lines: number
  readonly problems: number
}

interface Sending {
  readonly signal: AbortSignal
  onSent(sent: Sent): void
}

/** Gives the import's id. What could not be sent whole is thrown away: half a file is never to be approved. */
export async function sendFile(organisation: string, file: Blob, { signal, onSent }: Sending): Promise<string> {
  return await orDiscarded(organisation, async (id) => {
    let part = 0
    for await (const { content, after, end } of partsOf(file)) {
      signal.throwIfAborted()
      const { lines, problems } = await sendPart(organisation, {
        ...{ import: id, part: ++part, after, content },
        more: end < file.size,
      })
      onSent({ bytes: end, lines, problems })
      // The header is wrong, or the whole part: the rest would only say so again.
      if (lines === 0 && problems > 0) break
    }
    signal.throwIfAborted()
  })
}

/** Begins an import and fills it; if that fails, nothing of it stays. */
export async function orDiscarded(organisation: string, fill: (id: string) => Promise<unknown>): Promise<string> {
  const id = await beginImport(organisation)
  try {
    await fill(id)
    return id
  } catch (error) {
    // Where the server is away it stays in the list, and can be thrown away there.
    await discardImport(organisation, id).catch(() => undefined)
    throw error
  }
}
