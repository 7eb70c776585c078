/** What an event of a Google Workspace activity means, by its application, and the id that it is known by. */
import type { Draft } from '../sign-in.ts'
import { writeAdminChange, writeOwnChange } from './google-changes.ts'
import type { GoogleEvent } from './google-event.ts'
import { writeLogin } from './google-login.ts'

/** What the event means; the envelope's account, name and address stand in the draft already. */
export function writeEvent(draft: Draft, said: GoogleEvent): void {
  draft.code = said.name || said.type || said.application
  if (said.application === 'admin') {
    draft.family = 'admin'
    writeAdminChange(said, draft)
  } else if (said.application === 'user_accounts') {
    draft.family = 'audit'
    writeOwnChange(said, draft)
  } else if (said.application === 'login' || said.application === 'saml') {
    if (!writeOwnChange(said, draft)) writeLogin(said, draft)
  }
}

/** The qualifier tells apart only what happened at the same time, so the time is part of the id. */
export function idOf(time: string, qualifier: string, part: number): string {
  return qualifier === '' ? '' : `${time}/${qualifier}${part > 0 ? `#${part}` : ''}`
}
