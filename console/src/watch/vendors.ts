/** What to enter where, so that a vendor's log comes to us. */

export const VENDORS = [
  { id: 'curl', name: 'A script, or something else that speaks HTTP' },
  { id: 'okta', name: 'Okta event hook' },
  { id: 'auth0', name: 'Auth0 log stream' },
  { id: 'keycloak', name: 'Keycloak HTTP event listener' },
  { id: 'entra', name: 'Entra ID, by diagnostic settings' },
] as const

export interface Target {
  /** Where deliveries go. */
  readonly url: string
  /** The value of the Authorization header: `Bearer …`. */
  readonly authorization: string
}

interface Instructions {
  readonly steps: string
  /** To copy. */
  readonly text: string
}

/** The address and the header, from the two lines in which the server shows them; undefined if it shows something else. */
export function targetIn(shown: string): Target | undefined {
  const [url = '', header = ''] = shown.split('\n')
  const authorization = /^Authorization: (Bearer \S+)$/.exec(header)?.[1]
  return URL.canParse(url) && authorization !== undefined ? { url, authorization } : undefined
}

export function instructionsFor(vendor: string, { url, authorization }: Target): Instructions {
  switch (vendor) {
    case 'okta':
      return {
        steps: 'In Okta: Workflow → Event Hooks → Create. Subscribe to user.session.start and user.authentication.*.',
        text: `URL: ${url}\nAuthentication field: Authorization\nAuthentication secret: ${authorization}`,
      }
    case 'auth0':
      return {
        steps: 'In Auth0: Monitoring → Streams → Create → Custom Webhook.',
        text: `Payload URL: ${url}\nAuthorization token: ${authorization}\nContent type: application/json\nContent format: JSON Array`,
      }
    case 'keycloak':
      return {
        steps: 'In Keycloak: install an HTTP event listener, and give it this.',
        text: `targetUri=${url}\nauthorization=${authorization}`,
      }
    case 'entra':
      return {
        steps:
          'In Entra ID: Diagnostic settings → SignInLogs and AuditLogs → event hub. Have your forwarder post each batch.',
        text: `POST ${url}\nAuthorization: ${authorization}\nContent-Type: application/json`,
      }
    default:
      return {
        steps: 'Send a log: JSON, JSON Lines or CSV, up to 4 MiB at once.',
        text: `curl -sS '${url}' \\\n  -H 'Authorization: ${authorization}' \\\n  -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @signins.ndjson`,
      }
  }
}
