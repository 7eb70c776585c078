/** All vendors' tables as maps, built once. */
import { PROVIDERS, type Provider } from '../sign-in.ts'
import { AUTH0 } from './auth0.ts'
import { AWS } from './aws.ts'
import { DUO } from './duo.ts'
import { ENTRA } from './entra.ts'
import { ENTRA_NAMES } from './entra-names.ts'
import { ENTRA_RESULTS } from './entra-result-strings.ts'
import type { Entry } from './entry.ts'
import { GOOGLE } from './google.ts'
import { JUMPCLOUD } from './jumpcloud.ts'
import { KEYCLOAK } from './keycloak.ts'
import { OKTA } from './okta.ts'
import { ONELOGIN } from './onelogin.ts'
import { PING } from './ping.ts'
import { SANDBOX } from './sandbox.ts'

type Table = ReadonlyMap<string, Entry>

const ENTRIES: Readonly<Record<Provider, readonly Entry[]>> = {
  entra: [...ENTRA, ...ENTRA_RESULTS],
  okta: OKTA,
  auth0: AUTH0,
  keycloak: KEYCLOAK,
  google: GOOGLE,
  duo: DUO,
  aws: AWS,
  onelogin: ONELOGIN,
  ping: PING,
  jumpcloud: JUMPCLOUD,
  ocsf: [], // OCSF has no codes of its own: its rows carry the first vendor's
  sandbox: SANDBOX,
}

const TABLES: Readonly<Record<Provider, Table>> = {
  entra: withNames(table(ENTRIES.entra), ENTRA_NAMES),
  okta: table(ENTRIES.okta),
  auth0: table(ENTRIES.auth0),
  keycloak: table(ENTRIES.keycloak),
  google: table(ENTRIES.google),
  duo: table(ENTRIES.duo),
  aws: table(ENTRIES.aws),
  onelogin: table(ENTRIES.onelogin),
  ping: table(ENTRIES.ping),
  jumpcloud: table(ENTRIES.jumpcloud),
  ocsf: table(ENTRIES.ocsf),
  sandbox: table(ENTRIES.sandbox),
}

/**
 * The meaning of a vendor's code, written as its log writes it (for Entra also the code's name, as in `LogonError`, and a
 * result text exactly as listed); undefined if the catalogue does not have it. Called for every row.
 */
export function lookUp(provider: Provider, code: string): Entry | undefined {
  return TABLES[provider].get(code)
}

/** Every entry once, vendor by vendor, best known first. */
export const ENTRIES_OF_ALL: readonly Entry[] = PROVIDERS.flatMap((provider) => ENTRIES[provider])

/** Every spelling under which `lookUp` finds an entry. */
export function spellings(): readonly (readonly [spelling: string, entry: Entry])[] {
  return PROVIDERS.flatMap((provider) => [...TABLES[provider]])
}

function table(entries: readonly Entry[]): Table {
  return new Map(entries.map((entry) => [entry.code, entry]))
}

function withNames(codes: Table, names: Readonly<Record<string, string>>): Table {
  const all = new Map(codes)
  for (const [name, code] of Object.entries(names)) {
    const entry = codes.get(code)
    if (entry && !all.has(name)) all.set(name, entry)
  }
  return all
}
