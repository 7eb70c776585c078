/** What a demo remembers besides its database: which organisation it shows, and how far that has been told. */
import Type from 'typebox'
import { Value } from 'typebox/value'
import { readFileIfThere, replaceFile } from '../base/durable-file.ts'
import { DemoError } from './demo-error.ts'

const SourceSchema = Type.Object({ id: Type.String(), token: Type.String() }, { additionalProperties: false })

const StateSchema = Type.Object(
  {
    seed: Type.Integer(),
    /** When the demo was started, each time, milliseconds. */
    starts: Type.Array(Type.Number(), { minItems: 1 }),
    /** Rows handed over before this instant were delivered. */
    position: Type.Number(),
    sources: Type.Object(
      { entra: SourceSchema, okta: SourceSchema, sandbox: SourceSchema },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type DemoState = Type.Static<typeof StateSchema>

/** Undefined where there is none yet. Throws ERR_DEMO_FOLDER for a file that says something else. */
export function readDemoState(path: string): DemoState | undefined {
  const text = readFileIfThere(path)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (Value.Check(StateSchema, value)) return value
  } catch {
    // Told below, as any other text that is none of ours.
  }
  throw new DemoError('ERR_DEMO_FOLDER', `${path} is not as this version writes it. Delete the demo’s folder.`)
}

export function writeDemoState(path: string, state: DemoState): void {
  replaceFile(path, JSON.stringify(state))
}
