/** All decoders, in the order in which they are asked whether a row is theirs; the most particular shapes first. */
import type { Decoder } from '../decoder.ts'
import { auth0Decoders } from './auth0.ts'
import { awsDecoders } from './aws.ts'
import { duoDecoders } from './duo.ts'
import { entraCsvDecoders } from './entra-csv.ts'
import { entraDiagnosticDecoders } from './entra-diagnostic.ts'
import { entraGraphDecoders } from './entra-graph.ts'
import { entraPowershellDecoders } from './entra-powershell.ts'
import { entraTableDecoders } from './entra-table.ts'
import { googleDecoders } from './google.ts'
import { jumpcloudDecoders } from './jumpcloud.ts'
import { keycloakDecoders } from './keycloak.ts'
import { microsoft365Decoders } from './microsoft-365.ts'
import { ocsfDecoders } from './ocsf.ts'
import { oktaDecoders } from './okta.ts'
import { oneloginDecoders } from './onelogin.ts'
import { pingDecoders } from './ping.ts'
import { sandboxDecoders } from './sandbox.ts'

export const DECODERS: readonly Decoder[] = [
  ...ocsfDecoders,
  ...entraGraphDecoders,
  ...entraDiagnosticDecoders,
  ...entraTableDecoders,
  ...entraCsvDecoders,
  ...entraPowershellDecoders,
  ...microsoft365Decoders,
  ...oktaDecoders,
  ...auth0Decoders,
  ...keycloakDecoders,
  ...googleDecoders,
  ...awsDecoders,
  ...oneloginDecoders,
  ...pingDecoders,
  ...jumpcloudDecoders,
  ...duoDecoders,
  ...sandboxDecoders,
]
