/** What a stranger's application can rely on: OpenID Connect Core 1.0, played with openid-client and a real browser. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { PASSWORD } from './sample-people.ts'
import { CHROMIUM, HOMES, type Play, type Seat, startPlay } from './sample-play.ts'
import { ACR } from './sign-in/attempt.ts'
import { totpCodeAt } from './totp.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const skip = existsSync(CHROMIUM) ? false : 'no chromium'

describe('a stranger’s application', { skip }, () => {
  let play: Play
  let seat: Seat
  before(async () => {
    play = await startPlay()
    seat = await play.browser(HOMES.ana as string)
  })
  after(async () => await play?.stop())

  function nextCode(): string {
    play.pass(30_000)
    const totp = play.person('ana').authenticators.find(({ kind }) => kind === 'totp')
    return totp?.kind === 'totp' ? totpCodeAt(totp.secret, play.now()) : ''
  }
  /** Goes where the application sends; gives the ID token's claims, signing in if a page asks. */
  async function signIn(parameters: Readonly<Record<string, string>>, maxAge?: number) {
    const begun = await play.application.begin(parameters)
    await seat.page.goto(begun.url)
    const asked = !begun.callback.test(seat.page.url())
    if (asked) {
      await seat.page.locator('form[action$="/password"] [name=userName]').fill('ana')
      await seat.page.getByLabel('Password').fill('correct horse battery')
      await seat.page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await seat.typesTotp(nextCode())
      await seat.page.waitForURL(begun.callback)
    }
    return { asked, claims: await begun.finish(seat.page.url(), maxAge) }
  }

  it('given password and code, then the ID token says who, how and when', async () => {
    const { asked, claims } = await signIn({ acr_values: ACR.mfa })
    assert.ok(asked)
    assert.equal(claims.sub, play.person('ana').id)
    assert.equal(claims.acr, ACR.mfa)
    assert.deepEqual(claims.amr, ['pwd', 'otp', 'mfa'])
    assert.ok(Math.abs((claims.auth_time as number) - Date.now() / 1000) < 60)
  })

  it('given a session, then nobody is asked again, and auth_time stays', async () => {
    const first = await signIn({})
    const second = await signIn({})
    assert.deepEqual([first.asked, second.asked], [false, false])
    assert.equal(second.claims.auth_time, first.claims.auth_time)
  })

  it('given prompt=login or max_age=0, then they are asked again', async () => {
    assert.ok((await signIn({ prompt: 'login' })).asked)
    assert.ok((await signIn({ max_age: '0' }, 60)).asked)
  })

  it('given prompt=none, then without a session or for a stronger sign-in the application is told so', async () => {
    const told = async () => {
      const begun = await play.application.begin({ prompt: 'none', acr_values: ACR.passkey })
      await seat.page.goto(begun.url)
      return new URL(seat.page.url()).searchParams.get('error')
    }
    assert.equal(await told(), 'login_required')
    await seat.context.clearCookies()
    assert.equal(await told(), 'login_required')
  })

  it('given no PKCE, then the request is refused', async () => {
    const begun = await play.application.begin()
    const url = new URL(begun.url)
    url.searchParams.delete('code_challenge')
    url.searchParams.delete('code_challenge_method')
    await seat.page.goto(url.href)
    assert.equal(new URL(seat.page.url()).searchParams.get('error'), 'invalid_request')
  })

  it('given a code that was used, then it is not taken again', async () => {
    const begun = await play.application.begin()
    await seat.page.goto(begun.url)
    await seat.beginsAs('ana')
    await seat.typesTotp(nextCode())
    const cameBack = seat.page.url()
    await assert.rejects(begun.finish(cameBack))
  })
})

/** The same by requests alone: what needs no page. */
describe('a stranger’s application, without a browser', () => {
  let play: Play
  before(async () => {
    play = await startPlay()
  })
  after(async () => await play?.stop())

  function code(): string {
    play.pass(30_000)
    const totp = play.person('ben').authenticators.find(({ kind }) => kind === 'totp')
    return totp?.kind === 'totp' ? totpCodeAt(totp.secret, play.now()) : ''
  }
  async function signsIn(visitor: Visitor, parameters: Readonly<Record<string, string>>) {
    const begun = await play.application.begin(parameters)
    const first = await visitor.opens(begun.url)
    if (play.application.isBack(first.url)) return { asked: false, begun, url: first.url }
    await visitor.sends('password', { userName: 'ben', password: PASSWORD })
    const { url } = await visitor.sends('totp', { code: code() })
    return { asked: true, begun, url }
  }
  const newBen = () => newVisitor({ address: HOMES.ben as string, isBack: play.application.isBack })

  it('given max_age, then an older sign-in is asked for again, and a younger one is not', async () => {
    const ben = newBen()
    const first = await signsIn(ben, {})
    const before = await first.begun.finish(first.url)
    assert.equal((await signsIn(ben, { max_age: '3600' })).asked, false)
    // oidc-provider counts sessions by the machine's clock.
    await setTimeout(2100)
    const again = await signsIn(ben, { max_age: '1' })
    assert.ok(again.asked)
    const claims = await again.begun.finish(again.url, 1)
    assert.ok((claims.auth_time as number) > (before.auth_time as number))
  })

  it('given acr_values that nobody knows, then they ask for nothing; given more than the session has, then it is asked', async () => {
    const ben = newBen()
    await signsIn(ben, { acr_values: 'urn:of:somebody-else' })
    assert.equal((await signsIn(ben, { acr_values: ACR.mfa })).asked, false)
    const stronger = await ben.opens((await play.application.begin({ acr_values: ACR.passkey })).url)
    assert.match(stronger.page, /Sign in with a passkey/)
    await ben.sends('password', { userName: 'ben', password: PASSWORD })
    const { page } = await ben.sends('totp', { code: code() })
    assert.match(page, /not open to you for this sign-in/)
  })

  it('given offline_access with consent, then a refresh token counts until sessions are ended or the account is suspended', async () => {
    const ben = newBen()
    const { begun, url } = await signsIn(ben, { scope: 'openid profile offline_access', prompt: 'consent' })
    const tokens = await begun.tokens(url)
    const person = play.person('ben')
    assert.equal((await play.application.userInfo(tokens, person.id)).preferred_username, 'ben')
    const renewed = await play.application.refresh(tokens)
    person.suspended = true
    await assert.rejects(play.application.refresh(renewed))
    await assert.rejects(play.application.userInfo(renewed, person.id))
    person.suspended = false
    play.sandbox.sessions.endSessions(person.id)
    await assert.rejects(play.application.refresh(renewed))
  })

  it('given a code that two bring, then one has it, and the tokens of the first are void (RFC 6749 §4.1.2)', async () => {
    const { begun, url } = await signsIn(newBen(), {})
    const tokens = await begun.tokens(url)
    await assert.rejects(begun.tokens(url))
    await assert.rejects(play.application.userInfo(tokens, play.person('ben').id))
  })
})
