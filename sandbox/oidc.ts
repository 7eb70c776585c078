/** OpenID Connect: what applications see. The engine is oidc-provider; the pages and the judgement are ours. */
import { generateKeyPairSync } from 'node:crypto'
import Provider, { type Context, interactionPolicy } from 'oidc-provider'
import type { OidcStore } from './oidc-store.ts'
import type { Need } from './rules.ts'
import { ACR } from './sign-in/attempt.ts'
import { type Application, type Person, personById, type World } from './world.ts'

const STRENGTH: readonly string[] = [ACR.password, ACR.mfa, ACR.passkey]

/** Paths that belong to the engine. */
export function isOidcPath(path: string): boolean {
  return path.startsWith('/oidc/') || path.startsWith('/.well-known/')
}

/** What `acr_values` ask for, the strongest first of what we know; unknown values ask for nothing (OIDC Core §3.1.2.1). */
export function needOf(acrValues: string | undefined): Need {
  const wanted = (acrValues ?? '').split(' ')
  if (wanted.includes(ACR.passkey)) return 'passkey'
  return wanted.includes(ACR.mfa) ? 'mfa' : 'password'
}

export function createOidc(
  issuer: string,
  applications: readonly Application[],
  world: World,
  store: OidcStore,
): Provider {
  world.signingKey ??= newSigningKey()
  const policy = interactionPolicy.base()
  policy
    .get('login')
    .checks.add(
      new interactionPolicy.Check('acr_too_weak', 'a stronger sign-in was asked for', 'login_required', isTooWeak),
    )
  return new Provider(issuer, {
    adapter: store.Adapter,
    clients: applications.map(({ clientId, clientSecret, name, redirectUris }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      client_name: name,
      redirect_uris: redirectUris,
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_post',
    })),
    acrValues: STRENGTH,
    // As most vendors have it: what the scopes promise stands in the ID token too.
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'preferred_username'],
    },
    jwks: { keys: [world.signingKey] },
    cookies: {
      keys: [world.cookieKey],
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    routes: {
      authorization: '/oidc/auth',
      token: '/oidc/token',
      userinfo: '/oidc/me',
      jwks: '/oidc/jwks',
      revocation: '/oidc/revocation',
      introspection: '/oidc/introspection',
      end_session: '/oidc/end',
      pushed_authorization_request: '/oidc/request',
    },
    interactions: { policy, url: (_: Context, { uid }: { uid: string }) => `/sign-in/${uid}` },
    findAccount: (_: Context, id: string) => accountOf(personById(world, id)),
    // Applications are the organisation's own: nobody is asked for consent.
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
      grant.addOIDCScope('openid profile offline_access')
      await grant.save()
      return grant
    },
    ttl: {
      Session: 8 * 3600,
      Interaction: 3600,
      Grant: 8 * 3600,
      AccessToken: 600,
      IdToken: 600,
      RefreshToken: 8 * 3600,
    },
    renderError(context: { type: string; body: string }, out: { error: string; error_description?: string }) {
      context.type = 'text/plain'
      context.body = `The application’s request was refused: ${out.error}. ${out.error_description ?? ''}`
    },
  })
}

function isTooWeak({ oidc }: Context): boolean {
  const needed = { password: ACR.password, mfa: ACR.mfa, passkey: ACR.passkey }[needOf(oidc.params?.acr_values)]
  return STRENGTH.indexOf(oidc.session.acr ?? '') < STRENGTH.indexOf(needed)
}

/** Whoever is switched off has no account: tokens and sessions of theirs count no more. */
function accountOf(person: Person | undefined): object | undefined {
  if (person === undefined || person.suspended) return undefined
  const { id, displayName, userName } = person
  return { accountId: id, claims: async () => ({ sub: id, name: displayName, preferred_username: userName }) }
}

/** RS256 is what every client takes unless it says otherwise (OIDC Core §15.1). */
function newSigningKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'sandbox' }
}
