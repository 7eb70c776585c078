/** What the sandbox and the tests use of oidc-provider, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export class Grant {
    constructor(about: { readonly accountId: string; readonly clientId: string })
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  export interface Context {
    readonly oidc: {
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string; readonly acr?: string }
      readonly params?: { readonly acr_values?: string }
      readonly provider: { readonly Grant: typeof Grant }
    }
  }
  export interface InteractionDetails {
    readonly uid: string
    readonly prompt: { readonly name: string }
    readonly params: {
      readonly client_id: string
      readonly redirect_uri: string
      readonly acr_values?: string
      readonly login_hint?: string
    }
  }
  export interface AuthorizationCode {
    readonly accountId: string
    readonly clientId: string
    readonly redirectUri: string
    readonly acr?: string
    readonly isValid: boolean
    consume(): Promise<void>
  }
  export namespace interactionPolicy {
    class Check {
      constructor(reason: string, description: string, error: string, check: (context: Context) => boolean)
    }
    interface Prompt {
      readonly checks: { add(check: Check): void }
    }
    function base(): { get(name: string): Prompt }
  }
  export default class Provider {
    constructor(issuer: string, configuration: object)
    readonly AuthorizationCode: { find(code: string): Promise<AuthorizationCode | undefined> }
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
    on(event: string, listener: (...args: readonly unknown[]) => void): this
  }
}
