/** The provider, by OpenID Connect's code flow with PKCE, state and nonce (RFC 9700 §2.1.1). openid-client does the protocol. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
} from 'openid-client'
import { DEFAULTS } from '../../base/defaults.ts'
import type { Claims } from './claims.ts'
import type { Flow, TakenFlow } from './flow-rows.ts'
import type { ProviderSettings } from './settings-rows.ts'

const TIMEOUT_SECONDS = 10

export interface Provider {
  /** Where the browser goes. */
  address(flow: Flow, redirectUri: string): Promise<URL>
  /** The claims of the ID token, checked; throws what openid-client throws. */
  claims(
    flow: TakenFlow,
    answer: { readonly search: string; readonly state: string },
    redirectUri: string,
  ): Promise<Claims>
}

export interface ProviderOptions {
  readonly settings: ProviderSettings
  readonly secret: string
  /** For tests: a provider on this machine, without TLS. */
  readonly isInsecure: boolean
  /** How the provider is asked: one administrator names its address, so it must not lead inside. */
  readonly fetch: CustomFetch
}

export async function openProvider({ settings, secret, isInsecure, fetch }: ProviderOptions): Promise<Provider> {
  const { issuer, clientId, strong } = settings
  const execute = isInsecure ? [allowInsecureRequests] : []
  const options = { timeout: TIMEOUT_SECONDS, execute, [customFetch]: fetch }
  const provider: Configuration = await discovery(new URL(issuer), clientId, secret, undefined, options)

  return {
    async address({ state, nonce, verifier, isStrong }, redirectUri) {
      const again = { max_age: '0', ...(strong.acr.length > 0 ? { acr_values: strong.acr.join(' ') } : {}) }
      return buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(isStrong ? again : {}),
      })
    },
    async claims({ nonce, verifier, isStrong }, { search, state }, redirectUri) {
      const tokens = await authorizationCodeGrant(provider, new URL(`${redirectUri}${search}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        ...(isStrong ? { maxAge: DEFAULTS.staff.oidcMs / 1000 } : {}),
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new TypeError('The provider gave no ID token.')
      return claims
    },
  }
}
