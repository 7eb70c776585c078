import type { Organisation } from '../people.ts'
import type { Vendor } from '../vendors.ts'
import { auth0Writer } from './auth0.ts'
import { awsWriter } from './aws.ts'
import { duoWriter } from './duo.ts'
import { entraWriter } from './entra.ts'
import { entraDiagnosticWriter } from './entra-diagnostic.ts'
import { googleWriter } from './google.ts'
import { jumpcloudWriter } from './jumpcloud.ts'
import { keycloakWriter } from './keycloak.ts'
import { microsoft365Writer } from './microsoft-365.ts'
import { ocsfWriter } from './ocsf.ts'
import { oktaWriter } from './okta.ts'
import { oneloginWriter } from './onelogin.ts'
import { pingWriter } from './ping.ts'
import type { Writer } from './row.ts'

/** One writer a vendor. A writer may remember what it wrote (a lock is logged once), so each run makes its own. */
export const WRITERS: Readonly<Record<Vendor, (org: Organisation, seed: number) => Writer>> = {
  entra: entraWriter,
  'entra-diagnostic': entraDiagnosticWriter,
  'microsoft-365': microsoft365Writer,
  okta: oktaWriter,
  auth0: auth0Writer,
  keycloak: keycloakWriter,
  google: googleWriter,
  duo: duoWriter,
  aws: awsWriter,
  onelogin: oneloginWriter,
  ping: pingWriter,
  jumpcloud: jumpcloudWriter,
  ocsf: ocsfWriter,
}
