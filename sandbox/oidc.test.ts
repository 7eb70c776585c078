/** What a stranger's application can rely on: OpenID Connect Core 1.0, played with openid-client and a real browser. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { CHROMIUM, HOMES, type Play, type Seat, startPlay } from './sample-play.ts'
import { ACR } from './sign-in/attempt.ts'
import { totpCodeAt } from './totp.ts'

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
