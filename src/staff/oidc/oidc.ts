/**
 * Signing in by the organisation's own identity provider: an extra, for who linked an identity with a passkey. What is signed in
 * so shows and decides nothing; a sign-in there that was phishing-resistant, and after we asked, also satisfies a step-up.
 */
import type { OrganisationTransaction } from '../../store/index.ts'
import { ownerOfIdentity } from '../identity.ts'
import { loadStaff, type Refused, refusedAs, type StaffRoom } from '../room.ts'
import { openSession } from '../session.ts'
import { identityOf, isStrong } from './claims.ts'
import { type Flow, giveFlow, keepProven, takeFlow } from './flow-rows.ts'
import { openProvider, type Provider, type ProviderOptions } from './provider.ts'
import { readProvider, readSecret, type Strong } from './settings-rows.ts'

export interface OidcOptions {
  readonly room: StaffRoom
  /** How the provider is asked. One administrator names its address, so this must not lead inside. */
  readonly fetch: ProviderOptions['fetch']
  /** For tests: a provider on this machine, without TLS. */
  readonly isInsecure?: boolean
  /** Why an answer did not hold, for the log: never the answer. */
  onRefused?(why: string): void
}

/** What the browser came back with: `location.search`, in the browser with this cookie. */
export interface Answer {
  readonly search: string
  readonly browser: string | undefined
  readonly now: number
}

export interface Oidc {
  isAllowed(): Promise<boolean>
  /** Where the browser goes. `browser`: the secret of its cookie. */
  begin(flow: Pick<Flow, 'browser' | 'member' | 'isStrong'>, now: number): Promise<Refused | { readonly url: string }>
  signIn(
    answer: Answer,
  ): Promise<Refused | { readonly token: string; readonly member: string; readonly strong: boolean }>
  /** What the provider says of a member who wants to link it; the act `link-identity` does. */
  prove(answer: Answer, member: string): Promise<Refused | { readonly identity: string }>
}

const BYTES = 32
/** In a session's place for a credential's id. */
const BY_PROVIDER = 'oidc'

export function createOidc({ room, fetch, isInsecure = false, onRefused = () => {} }: OidcOptions): Oidc {
  const { db, random } = room.ledger
  const newText = () => Buffer.from(random(BYTES)).toString('base64url')
  const redirectUri = () => `${room.relyingParty.origin}/sign-in/oidc`
  let opened: { readonly key: string; readonly provider: Promise<Provider> } | undefined

  /** The one that is allowed now. Throws where it cannot be reached. */
  async function providerNow(): Promise<{ readonly provider: Provider; readonly strong: Strong } | undefined> {
    const found = await db.transaction(async (tx) => {
      const settings = await readProvider(tx)
      return settings?.allowed ? { settings, secret: await readSecret(tx, room.masters) } : undefined
    })
    if (found?.secret === undefined) return undefined
    const { settings, secret } = found
    const key = JSON.stringify([settings, secret])
    if (opened?.key !== key) opened = { key, provider: openProvider({ settings, secret, isInsecure, fetch }) }
    try {
      return { provider: await opened.provider, strong: settings.strong }
    } catch (error) {
      opened = undefined
      throw error
    }
  }

  const begin: Oidc['begin'] = async (asked, now) => {
    try {
      const there = await providerNow()
      if (there === undefined) return refusedAs('ERR_STAFF_OIDC_OFF')
      const flow = { ...asked, state: newText(), nonce: newText(), verifier: newText() }
      await db.transaction((tx) => giveFlow(tx, flow, now))
      return { url: (await there.provider.address(flow, redirectUri())).href }
    } catch (error) {
      return doesNotHold(error)
    }
  }

  /** Spends the flow, and asks the provider: not within a transaction, for it may take seconds. */
  async function answered({ search, browser, now }: Answer) {
    const state = new URLSearchParams(search).get('state') ?? ''
    if (browser === undefined || state === '') return refusedAs('ERR_STAFF_OIDC')
    const flow = await db.transaction((tx) => takeFlow(tx, { state, browser, now }))
    if (flow === undefined) return refusedAs('ERR_STAFF_OIDC')
    try {
      const there = await providerNow()
      if (there === undefined) return refusedAs('ERR_STAFF_OIDC_OFF')
      const claims = await there.provider.claims(flow, { search, state }, redirectUri())
      const strong = flow.isStrong && isStrong(claims, there.strong, { begun: flow.begun, now })
      if (flow.isStrong && !strong) return doesNotHold(new Error('It was no phishing-resistant sign-in of just now.'))
      return { flow, state, strong, identity: identityOf(room.tokenKey, claims) }
    } catch (error) {
      return doesNotHold(error)
    }
  }

  function doesNotHold(error: unknown): Refused {
    onRefused(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown')
    return refusedAs('ERR_STAFF_OIDC')
  }

  return {
    isAllowed: async () => (await db.transaction(readProvider))?.allowed === true,
    begin,
    async signIn(answer) {
      const said = await answered(answer)
      if ('refused' in said) return said
      if (said.flow.member !== undefined) return refusedAs('ERR_STAFF_OIDC')
      const { now, browser: replaces } = answer
      return await db.transaction(async (tx: OrganisationTransaction) => {
        const member = ownerOfIdentity(await loadStaff(tx, room.ledger), said.identity, now)
        if (member === undefined) return refusedAs('ERR_STAFF_OIDC')
        const session = { member: member.id, passkey: BY_PROVIDER, replaces, now, random, showsOnly: !said.strong }
        const token = await openSession(tx, db.organisation, session)
        return { token, member: member.id, strong: said.strong }
      })
    },
    async prove(answer, member) {
      const said = await answered(answer)
      if ('refused' in said) return said
      if (said.flow.member !== member) return refusedAs('ERR_STAFF_OIDC')
      await db.transaction((tx) => keepProven(tx, said.state, said.identity))
      return { identity: said.identity }
    },
  }
}
