/** The senders of all channels, kept while their settings stay: breaker and the vendor's wish for patience live in them. */
import type { OrganisationTransaction } from '../store/index.ts'
import { channelById, type KeptChannel, listChannels, settingsOf } from './channel-rows.ts'
import type { NotifyRoom } from './room.ts'
import { createSender, type Sender } from './sender.ts'
import { type ChannelSettings, createChannel } from './settings.ts'
import { memberOfMailbox } from './staff-event.ts'

export interface Senders {
  /** The sender for a channel or a member's mailbox; undefined where there is none (any more). */
  find(tx: OrganisationTransaction, organisation: string, channel: string): Promise<Sender | undefined>
}

type Room = Pick<NotifyRoom, 'mastersOf' | 'network' | 'profileOf' | 'limits'>

/** So many are kept; then all are made anew. */
const KEPT_MAX = 2000

export function createSenders(room: Room): Senders {
  const kept = new Map<string, { readonly saved: number; readonly sender: Sender }>()
  const make = (settings: ChannelSettings) => createSender(createChannel(settings, room.network), room.limits)

  async function configured(tx: OrganisationTransaction, organisation: string, channel: KeptChannel | undefined) {
    if (channel === undefined) return undefined
    const key = `${organisation}/${channel.id}`
    const known = kept.get(key)
    if (known?.saved === channel.saved) return known.sender
    const settings = await settingsOf(tx, channel.id, room.mastersOf(organisation))
    if (settings === undefined) return undefined
    const sender = make(settings)
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, { saved: channel.saved, sender })
    return sender
  }

  /** By the first mail channel's server, to the address that the member has now. */
  async function mailbox(tx: OrganisationTransaction, organisation: string, member: string) {
    const mail = (await listChannels(tx)).find(({ kind }) => kind === 'mail')
    const profile = mail && (await room.profileOf(tx, member))
    const settings = profile && (await settingsOf(tx, mail.id, room.mastersOf(organisation)))
    return settings?.kind === 'mail' ? make({ ...settings, to: profile!.email }) : undefined
  }

  return {
    async find(tx, organisation, channel) {
      const member = memberOfMailbox(channel)
      if (member !== undefined) return await mailbox(tx, organisation, member)
      return await configured(tx, organisation, await channelById(tx, channel))
    },
  }
}
