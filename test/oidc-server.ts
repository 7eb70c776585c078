/** An identity provider (oidc-provider, certified) on a free port of this machine, and a browser that signs in there. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Context } from 'oidc-provider'

export const CLIENT = { clientId: 'postern', clientSecret: 'a-secret-of-the-client' }
export const STRONG_ACR = 'phr'

export interface OidcServer {
  readonly issuer: string
  /** Who sits there, and how they sign in. */
  person: { readonly sub: string; readonly acr: string }
  /** Goes where it is sent, signs in, and comes back: gives the query with which it does. */
  follow(url: string): Promise<string>
  stop(): Promise<void>
}

export async function startOidc(redirectUri: string): Promise<OidcServer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    acrValues: [STRONG_ACR, 'pwd'],
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    findAccount: (_: Context, accountId: string) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const started: OidcServer = {
    issuer,
    person: { sub: 'ada-at-the-provider', acr: 'pwd' },
    follow,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction')) return answer(request, response)
    const { sub, acr } = started.person
    provider
      .interactionFinished(request, response, { login: { accountId: sub, acr, amr: [acr] } })
      .catch((error: unknown) => response.destroy(error as Error))
  })

  async function follow(first: string): Promise<string> {
    const cookies = new Map<string, string>()
    for (let url = new URL(first); ; ) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answered = await fetch(url, { redirect: 'manual', headers: { cookie } })
      for (const set of answered.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        cookies.set(name, value)
      }
      const location = answered.headers.get('location')
      if (location === null) throw new Error(`The provider answered ${answered.status}: ${await answered.text()}`)
      url = new URL(location, url)
      if (url.href.startsWith(redirectUri)) return url.search
    }
  }
  return started
}
