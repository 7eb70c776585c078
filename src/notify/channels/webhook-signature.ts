/** Signatures by Standard Webhooks 1.0 (symmetric, v1). github.com/standard-webhooks/standard-webhooks */
import { createHmac } from 'node:crypto'

export interface SignedMessage {
  /** Same in every try. Without dots. */
  readonly id: string
  /** Of this try, in whole seconds since 1970. */
  readonly timestampS: number
  readonly body: string
}

/** `whsec_` and the base64 of 24 to 64 bytes: 32 characters without padding, to 88 of which two are. */
export const SECRET_FORM =
  /^whsec_(?=[^=]{32}$|.{36,84}$|.{86}==$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The three headers. With several secrets there are several signatures: so a receiver can change its secret at leisure. */
export function signatureHeaders(
  { id, timestampS, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const content = `${id}.${timestampS}.${body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampS), 'webhook-signature': signatures.join(' ') }
}
