/**
 * A SIEM, by syslog over TLS, TCP or UDP. Syslog has no receipts: over TLS and TCP delivered means that the receiver's
 * machine took it and closed in order, over UDP only that it left.
 */
import type { Channel } from '../channel.ts'
import { failureOf } from '../network/failure.ts'
import type { Network } from '../network/lookup.ts'
import { sendDatagram, sendStream } from '../network/stream.ts'
import type { Outcome } from '../outcome.ts'
import { type Finding, ocsfFinding, withoutDescriptions } from './ocsf-finding.ts'
import { counted, type SyslogHeader, syslogMessage } from './syslog-message.ts'

export interface SyslogSettings {
  readonly transport: 'tls' | 'tcp' | 'udp'
  readonly host: string
  /** 6514 for TLS, 514 for the others, by custom. */
  readonly port: number
  /** This machine's name, as the SIEM knows it. */
  readonly hostname: string
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
}

/** What receivers should at least take: RFC 5424 §6.1 for datagrams, RFC 5425 §4.3.1 for streams. In octets. */
const DATAGRAM_MAX = 2_048
const STREAM_MAX = 8_192

export function createSyslog(settings: SyslogSettings, network: Network): Channel {
  const { transport, hostname } = settings

  async function transmit(text: string, signal: AbortSignal): Promise<Outcome> {
    const progress = { sent: 'no' as 'no' | 'unknown' }
    try {
      if (transport === 'udp') await sendDatagram(settings, text, network)
      else await sendStream({ ...settings, secure: transport === 'tls' }, text, network, signal, progress)
      return { result: 'delivered' }
    } catch (error) {
      return failureOf(error, progress.sent)
    }
  }

  return {
    kind: 'syslog',
    async send(sending, signal) {
      const { severity, kind, changed } = sending.notice
      const header = { severity, time: changed, hostname, kind }
      const message = fitting(header, ocsfFinding(sending), transport === 'udp' ? DATAGRAM_MAX : STREAM_MAX)
      return transmit(transport === 'udp' ? message : counted(message), signal)
    },
    // Over UDP there is nobody to ask.
    ...(transport === 'udp' ? {} : { probe: (_now: number, signal: AbortSignal) => transmit('', signal) }),
  }
}

/** As much of the finding as there is room for: what a page of Postern tells better goes first. */
function fitting(header: SyslogHeader, finding: Finding, octetsMax: number): string {
  const { unmapped: _facts, ...withoutFacts } = finding
  const { message: _title, ...bare } = withoutDescriptions(withoutFacts)
  const forms = [finding, withoutFacts, withoutDescriptions(withoutFacts), bare]
  const messages = forms.map((form) => syslogMessage(header, form))
  return messages.find((message) => message.length <= octetsMax) ?? messages.at(-1)!
}
