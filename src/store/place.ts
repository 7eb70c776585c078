import { resolve } from 'node:path'

/** Where the data is: a folder of our own, or a PostgreSQL. */
export type Place =
  | { readonly folder: string }
  | {
      readonly url: string
      /** The address of the tables' owner, for migrations. Left out, the schema must be up to date. */
      readonly ownerUrl?: string | undefined
    }

/** The place that the environment names: DATABASE_URL (with DATABASE_OWNER_URL), else POSTERN_DATA, else ./postern-data. */
export function placeOf(environment: Readonly<Record<string, string | undefined>>): Place {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, POSTERN_DATA: folder } = environment
  if (url !== undefined && url !== '') return { url, ownerUrl: ownerUrl === '' ? undefined : ownerUrl }
  return { folder: resolve(folder === undefined || folder === '' ? 'postern-data' : folder) }
}
