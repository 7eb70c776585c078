/** A stranger's application in tests: openid-client, authorization code with PKCE, and an address that it is called back at. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import * as oidc from 'openid-client'
import { newId } from './secrets.ts'
import type { Application } from './world.ts'

/** Node does not know names under localhost, browsers do: the name goes into the header, the way is loopback. */
export async function fetchLocalhost(url: string | URL, options: RequestInit = {}): Promise<Response> {
  const { port, host, pathname, search } = new URL(url)
  const headers = { ...Object.fromEntries(new Headers(options.headers)), host }
  const sent = request({ host: '127.0.0.1', port, path: pathname + search, method: options.method ?? 'GET', headers })
  sent.end(options.body === undefined || options.body === null ? undefined : String(options.body))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const body = await new Response(Readable.toWeb(answer) as ReadableStream).text()
  return new Response(body === '' ? null : body, {
    status: answer.statusCode ?? 500,
    headers: { 'content-type': answer.headers['content-type'] ?? '' },
  })
}

export interface SampleApplication {
  readonly registered: Application
  /** Whether a browser is back at the application with this address. */
  isBack(url: string): boolean
  /** Learns the provider's addresses. */
  discover(issuer: string): Promise<void>
  begin(parameters?: Readonly<Record<string, string>>): Promise<Begun>
  userInfo(tokens: oidc.TokenEndpointResponse, subject: string): Promise<oidc.UserInfoResponse>
  /** With the refresh token. Rejects where it counts no more. */
  refresh(tokens: oidc.TokenEndpointResponse): Promise<oidc.TokenEndpointResponse>
  stop(): Promise<void>
}
interface Begun {
  /** Where the browser goes. */
  readonly url: string
  /** Where it comes back to. */
  readonly callback: RegExp
  /** Takes the address that the browser came back with; gives the ID token's claims. */
  finish(cameBack: string, maxAge?: number): Promise<oidc.IDToken>
  tokens(cameBack: string): Promise<oidc.TokenEndpointResponse>
}

export async function startApplication(): Promise<SampleApplication> {
  const server = createServer((_, response) => response.end('You are in the application.'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`
  const registered = { clientId: 'app', clientSecret: newId('secret'), name: 'Payroll', redirectUris: [redirectUri] }
  let configuration: oidc.Configuration

  return {
    registered,
    isBack: (url) => url.startsWith(redirectUri),
    async discover(issuer) {
      configuration = await oidc.discovery(new URL(issuer), registered.clientId, registered.clientSecret, undefined, {
        execute: [oidc.allowInsecureRequests],
        [oidc.customFetch]: (url, options) => fetchLocalhost(url, options as RequestInit),
      })
      configuration[oidc.customFetch] = (url, options) => fetchLocalhost(url, options as RequestInit)
    },
    async begin(parameters = {}) {
      const verifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...parameters,
      })
      const grant = (cameBack: string, maxAge?: number) =>
        oidc.authorizationCodeGrant(configuration, new URL(cameBack), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
          ...(maxAge === undefined ? {} : { maxAge }),
        })
      return {
        url: url.href,
        callback: /\/callback\?/,
        tokens: grant,
        finish: async (cameBack, maxAge) => (await grant(cameBack, maxAge)).claims() as oidc.IDToken,
      }
    },
    userInfo: (tokens, subject) => oidc.fetchUserInfo(configuration, tokens.access_token, subject),
    refresh: (tokens) => oidc.refreshTokenGrant(configuration, tokens.refresh_token ?? ''),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
