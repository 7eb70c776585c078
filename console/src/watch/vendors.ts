/** What to enter where, so that a vendor's log comes to us. */

export const VENDORS = [
  { id: 'curl', name: 'A script, or something else that speaks HTTP' },
  { id: 'okta', name: 'Okta event hook' },
  { id: 'auth0', name: 'Auth0 log stream' },
  { id: 'keycloak', name: 'Keycloak HTTP event listener' },
  { id: 'entra', name: 'Entra ID, by diagnostic settings' },
] as const

interface Target {
  /** Ours, as the browser reaches it. */
  readonly origin: string
  readonly source: string
  readonly token: string
}

interface Instructions {
  readonly steps: string
  /** To copy. */
  readonly text: string
}

/** The source's id is in its token's answer; until the list names it, its name stands in for it. */
export function instructionsFor(vendor: string, { origin, source, token }: Target): Instructions {
  const url = `${origin}/ingest/${encodeURIComponent(sourceIdOf(source))}`
  switch (vendor) {
    case 'okta':
      return {
        steps: 'In Okta: Workflow → Event Hooks → Create. Subscribe to user.session.start and user.authentication.*.',
        text: `URL: ${url}\nAuthentication field: Authorization\nAuthentication secret: Bearer ${token}`,
      }
    case 'auth0':
      return {
        steps: 'In Auth0: Monitoring → Streams → Create → Custom Webhook.',
        text: `Payload URL: ${url}\nAuthorization token: Bearer ${token}\nContent type: application/json\nContent format: JSON Array`,
      }
    case 'keycloak':
      return {
        steps: 'In Keycloak: install an HTTP event listener, and give it this.',
        text: `targetUri=${url}\nauthorization=Bearer ${token}`,
      }
    case 'entra':
      return {
        steps:
          'In Entra ID: Diagnostic settings → SignInLogs and AuditLogs → event hub. Then have your forwarder post each batch.',
        text: `POST ${url}\nAuthorization: Bearer ${token}\nContent-Type: application/json`,
      }
    default:
      return {
        steps: 'Send a log: JSON, JSON Lines or CSV, up to 4 MiB at once.',
        text: `curl -sS '${url}' \\\n  -H 'Authorization: Bearer ${token}' \\\n  -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @signins.ndjson`,
      }
  }
}

/** As the server makes an id of a name: small letters, digits and dashes. */
function sourceIdOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
