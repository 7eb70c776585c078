/**
 * Entry types and their versions. An entry is never rewritten; when a type changes, it gets a next version and a converter
 * from the one before, and both stay for ever. Whoever folds entries sees only the newest form.
 */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { LedgerError } from './ledger-error.ts'

export interface EntryType<Data> {
  readonly name: string
  /** The version that is written now. */
  readonly version: number
  /** The part of a draft that the type decides. Throws ERR_LEDGER_DATA_INVALID. */
  write(data: Data): { type: string; version: number; data: Record<string, unknown> }
  /** Data of any version, converted to the newest. Throws ERR_LEDGER_DATA_INVALID, ERR_LEDGER_TYPE_UNKNOWN. */
  read(written: { readonly type: string; readonly version: number; readonly data: unknown }): Data
  /** The type with one version more. `convert` is pure, and total over the version before. */
  next<Schema extends TSchema>(schema: Schema, convert: (before: Data) => Static<Schema>): EntryType<Static<Schema>>
}

/** A type in its first version. Its data is an object. */
export function entryType<Schema extends TSchema>(name: string, schema: Schema): EntryType<Static<Schema>> {
  return versioned<Static<Schema>>(name, [{ schema, fromBefore: undefined }])
}

interface Version {
  readonly schema: TSchema
  readonly fromBefore: ((before: unknown) => unknown) | undefined
}

function versioned<Data>(name: string, versions: readonly Version[]): EntryType<Data> {
  const newest = versions.length

  function checked(version: number, data: unknown): unknown {
    const schema = versions[version - 1]?.schema
    if (schema === undefined) {
      const message = `Version ${version} of ${name} is not known here; this program knows up to ${newest}. Update it.`
      throw new LedgerError('ERR_LEDGER_TYPE_UNKNOWN', message)
    }
    if (Value.Check(schema, data)) return data
    const [error] = Value.Errors(schema, data)
    const where = error?.instancePath || 'the whole'
    throw new LedgerError('ERR_LEDGER_DATA_INVALID', `${name}, version ${version}: ${where} ${error?.message ?? ''}.`)
  }

  return {
    name,
    version: newest,
    write: (data) => ({ type: name, version: newest, data: checked(newest, data) as Record<string, unknown> }),
    read({ type, version, data }) {
      if (type !== name) throw new LedgerError('ERR_LEDGER_TYPE_UNKNOWN', `This is not ${name} but another type.`)
      let value = checked(version, data)
      for (let next = version + 1; next <= newest; next++) {
        value = checked(next, versions[next - 1]?.fromBefore?.(value))
      }
      return value as Data
    },
    next: <Schema extends TSchema>(schema: Schema, convert: (before: Data) => Static<Schema>) =>
      versioned<Static<Schema>>(name, [...versions, { schema, fromBefore: (before) => convert(before as Data) }]),
  }
}
