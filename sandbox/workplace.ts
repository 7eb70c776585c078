/** The application that everybody signs in to, and the sandbox's front page, from which one gets there. */
import type { FastifyInstance } from 'fastify'
import { html, page } from './html.ts'
import { newId, newToken } from './secrets.ts'
import type { Application, World } from './world.ts'

/** Its name in the log, too. */
const CLIENT = 'Workplace'
const PATH = '/workplace'

/** What the sandbox's OpenID Connect knows of it. Nobody redeems its codes: to come back is to be in. */
export function workplaceApplication(issuer: string): Application {
  return { clientId: CLIENT, clientSecret: newId('secret'), name: CLIENT, redirectUris: [`${issuer}${PATH}`] }
}

/** Where a browser begins to sign in to it, whether or not it has a session; it ends at an address that `isWorkplace` knows. */
export function workplaceUrl(issuer: string): string {
  const query = new URLSearchParams({
    client_id: CLIENT,
    redirect_uri: `${issuer}${PATH}`,
    response_type: 'code',
    scope: 'openid',
    prompt: 'login',
    code_challenge: newToken() + newToken(),
    code_challenge_method: 'S256',
  })
  return `${issuer}/oidc/auth?${query}`
}
export function isWorkplace(url: string): boolean {
  const { pathname, hostname } = new URL(url)
  return pathname === PATH && hostname === 'sandbox.localhost'
}

export function addWorkplace(server: FastifyInstance, world: World, issuer: () => string): void {
  const phoneOf = (userName: string) => issuer().replace('://sandbox.', `://${userName}.`)

  server.get('/', async (_, reply) => {
    const rows = [...world.people]
      .sort((one, other) => (one.userName < other.userName ? -1 : 1))
      .map(
        ({ userName, displayName, administrator }) =>
          html`<tr><td>${displayName}</td><td>${userName}${administrator && ', administrator'}</td>
<td><a href="${phoneOf(userName)}" target="_blank" rel="noopener">Phone</a></td></tr>`,
      )
    const body = html`<p><a href="${workplaceUrl(issuer())}">Sign in to the workplace</a>, as anybody below.
Or go to the <a href="${issuer().replace('://sandbox.', '://sandbox-admin.')}">administrators’ console</a>.</p>
<table><thead><tr><th>Name</th><th>User name</th><th>In their pocket</th></tr></thead><tbody>${rows}</tbody></table>`
    return reply.type('text/html').send(page('People who sign in here', body))
  })
  server.get(PATH, async (_, reply) => {
    const body = html`<p>You are signed in. What it took stands in the sandbox’s log.</p>
<p><a href="${workplaceUrl(issuer())}">Sign in once more</a> · <a href="/">People</a></p>`
    return reply.type('text/html').send(page('The workplace', body))
  })
}
