/** Which files of its own machine a server follows, as its operator configures them. Nobody sets this over HTTP. */
import { isAbsolute } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { WatchError } from '../errors.ts'

const Strict = { additionalProperties: false }
const Line = Type.String({ minLength: 1, maxLength: 200 })

export const FileSource = Type.Object(
  {
    organisation: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    /** Its id in the list of sources, chosen once: what was read is known by it. */
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    name: Line,
    /** The provider's id of the tenant, for rows that name none. */
    tenant: Line,
    /** `tail` follows one file as it grows and is rotated; `folder` reads every file that comes into a folder, and below. */
    kind: Type.Union([Type.Literal('tail'), Type.Literal('folder')]),
    /** Absolute. */
    path: Type.String({ minLength: 2, maxLength: 4096 }),
  },
  Strict,
)
export type FileSource = Static<typeof FileSource>

const FileSources = Type.Array(FileSource, { maxItems: 100 })

/** Throws ERR_FILE_SOURCES, which says where it is wrong. */
export function readFileSources(settings: unknown): readonly FileSource[] {
  if (!Value.Check(FileSources, settings)) {
    const [first] = Value.Errors(FileSources, settings)
    throw invalid(`At ${first?.instancePath || 'the top'}: ${first?.message}.`)
  }
  const relative = settings.find(({ path }) => !isAbsolute(path))
  if (relative !== undefined) throw invalid(`The path of ${relative.id} is not absolute.`)
  const ids = settings.map(({ organisation, id }) => `${organisation} ${id}`)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw invalid(`Two have the id ${twice.split(' ')[1]} in one organisation.`)
  return settings
}

function invalid(what: string): WatchError {
  return new WatchError('ERR_FILE_SOURCES', `The settings of files to read are wrong. ${what}`)
}
