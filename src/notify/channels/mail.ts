/** Mail by SMTP, encrypted unless the operator of the server says otherwise. One channel is one mailbox. */
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { DEFAULTS } from '../../base/defaults.ts'
import type { Channel } from '../channel.ts'
import { addressRefused, failureOf } from '../network/failure.ts'
import { allowedAddresses, type Network } from '../network/lookup.ts'
import { later, type Outcome, refused } from '../outcome.ts'
import { mailMessage } from './mail-message.ts'

export interface MailSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (port 465), `starttls` or nothing is sent (587), `none` only where the server allows it. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: string
  readonly password?: string
  readonly from: string
  readonly to: string
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
}

export function createMail(settings: MailSettings, network: Network): Channel {
  const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1)

  async function connected(use: (transport: Transport) => Promise<unknown>): Promise<Outcome> {
    let transport: Transport | undefined
    try {
      if (settings.security === 'none' && !network.plain) throw addressRefused()
      const addresses = await allowedAddresses(settings.host, network)
      // nodemailer takes one address; machines without IPv6 are more common than those without IPv4.
      transport = open(settings, (addresses.find(({ family }) => family === 4) ?? addresses[0]!).address)
      await use(transport)
      return { result: 'delivered' }
    } catch (error) {
      return outcomeOf(error)
    } finally {
      transport?.close()
    }
  }

  return {
    kind: 'mail',
    send(sending, signal) {
      const message = mailMessage(sending, domain)
      const envelope = { from: settings.from, to: settings.to, signal }
      return connected((transport) => transport.sendMail({ ...message, ...envelope, headers: { ...message.headers } }))
    },
    probe: () => connected((transport) => transport.verify()),
  }
}

type Transport = ReturnType<typeof open>

/** Connects to the address that was checked, and expects the certificate of the name that was configured. */
function open(settings: MailSettings, address: string) {
  const { timeoutMs } = DEFAULTS.notify
  return createTransport({
    host: address,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    tls: {
      ...(isIP(settings.host) ? {} : { servername: settings.host }),
      minVersion: 'TLSv1.2',
      ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    },
    ...(settings.user === undefined ? {} : { auth: { user: settings.user, pass: settings.password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
}

/** By the SMTP reply: 4yz can pass, 5yz does not (RFC 5321 §4.2.1). Its text is never passed on. */
function outcomeOf(error: unknown): Outcome {
  const { code, reply } = smtpError(error)
  if (code === 'ETLS') return later('ERR_NOTIFY_TLS', '', 'no')
  // Without a reply it was lost somewhere, perhaps after the server had the text.
  if (reply === undefined) return failureOf(error, 'unknown')
  const detail = `SMTP ${reply}`
  if (reply < 500) return later('ERR_NOTIFY_VENDOR_DOWN', detail, 'no')
  if (code === 'EAUTH' || code === 'ENOAUTH') return refused('ERR_NOTIFY_CREDENTIALS', detail, 'channel')
  if (code === 'EENVELOPE') return refused('ERR_NOTIFY_RECIPIENT', detail, 'channel')
  if (code === 'EMESSAGE') return refused('ERR_NOTIFY_MALFORMED', detail, 'message')
  return later('ERR_NOTIFY_VENDOR_DOWN', detail, 'no')
}

function smtpError(error: unknown): { readonly code: string; readonly reply: number | undefined } {
  if (!(error instanceof Error)) return { code: '', reply: undefined }
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  return { code: 'code' in error ? String(error.code) : '', reply }
}
