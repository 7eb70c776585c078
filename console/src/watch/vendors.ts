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

function tokenIn(authorization: string): string {
  return authorization.slice('Bearer '.length)
}

export function instructionsFor(vendor: string, { url, authorization }: Target): Instructions {
  switch (vendor) {
    case 'okta':
      return {
        steps:
          'In Okta: Workflow → Event Hooks → Create. Select all of user.authentication, user.mfa, user.account, user.session.start, system.push, system.sms, system.voice, policy, user.risk and security.threat that the list offers. Then Verify.',
        text: `URL: ${url}\nAuthentication field: Authorization\nAuthentication secret: ${authorization}`,
      }
    case 'auth0':
      return {
        steps: 'In Auth0: Monitoring → Streams → Create → Custom Webhook.',
        text: `Payload URL: ${url}\nAuthorization token: ${authorization}\nContent type: application/json\nContent format: JSON Array`,
      }
    case 'keycloak':
      return {
        steps: 'In Keycloak: install vymalo/keycloak-webhook, and start Keycloak with this in its environment.',
        text: `WEBHOOK_HTTP_BASE_PATH=${url}\nWEBHOOK_HTTP_AUTH_USERNAME=postern\nWEBHOOK_HTTP_AUTH_PASSWORD=${tokenIn(authorization)}`,
      }
    case 'entra':
      return {
        steps:
          'In Entra ID: Diagnostic settings → SignInLogs and AuditLogs → event hub. Have your forwarder post each batch.',
        text: `POST ${url}\nAuthorization: ${authorization}\nContent-Type: application/json`,
      }
    default:
      return {
        steps:
          'Send a log: JSON, JSON Lines or CSV. The first line sends a file of any size; curl up to 4 MiB at once.',
        text: `POSTERN_SOURCE_TOKEN=${tokenIn(authorization)} npx postern ingest signins.ndjson --to ${new URL(url).origin} --source ${url.slice(url.lastIndexOf('/') + 1)}\n\ncurl -sS '${url}' \\\n  -H 'Authorization: ${authorization}' \\\n  -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @signins.ndjson`,
      }
  }
}
