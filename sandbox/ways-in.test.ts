/** Each way in, and each way of being kept out, in a real browser. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { fetchLocalhost } from './sample-application.ts'
import { FAR } from './sample-people.ts'
import { CHROMIUM, HOMES, type Play, startPlay } from './sample-play.ts'

const skip = existsSync(CHROMIUM) ? false : 'no chromium'

describe('ways into the sandbox', { skip }, () => {
  let play: Play
  before(async () => {
    play = await startPlay()
  })
  after(async () => await play?.stop())
  const lastCode = () => play.sandbox.log.kept().signIns.at(-1)?.code
  const api = (path: string, method = 'POST') =>
    fetchLocalhost(`${play.sandbox.issuer}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${play.apiToken}` },
    })

  it('given a prompt, then only the number of the page lets in', async () => {
    const seat = await play.browser(HOMES.ana as string)
    const phone = await play.browser(HOMES.ana as string)
    for (const right of [false, true]) {
      await seat.beginsAs('ana')
      await seat.asksPhone()
      const number = (await seat.page.textContent('.number')) ?? ''
      await phone.page.goto(`http://ana.localhost:${play.sandbox.port}/`)
      await phone.page.getByLabel('Number on the sign-in page').fill(right ? number : number === '10' ? '11' : '10')
      await phone.page.getByRole('button', { name: 'Yes, go on' }).click()
      const end = right ? 'You are in the application.' : 'not approved on the phone'
      await seat.page.getByText(end).waitFor()
      assert.equal(lastCode(), right ? 'signed_in' : 'push.wrong_number')
    }
  })

  it('given an enrolment link, then a passkey made by it signs in alone, and the link is spent', async () => {
    const seat = await play.browser(HOMES.ben as string)
    const devtools = await seat.context.newCDPSession(seat.page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    const { url } = (await (await api(`/people/${play.person('ben').id}/enrolments`)).json()) as { url: string }
    await seat.page.goto(url)
    await seat.page.getByRole('button', { name: 'Make a passkey' }).click()
    await seat.page.getByText('now belongs to your account').waitFor()
    assert.equal((await seat.page.goto(url))?.status(), 404)
    const begun = await play.application.begin({ acr_values: 'phr' })
    await seat.page.goto(begun.url)
    await seat.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await seat.page.waitForURL(begun.callback)
    const claims = await begun.finish(seat.page.url())
    assert.equal(claims.acr, 'phr')
    assert.deepEqual(claims.amr, ['hwk', 'user', 'mfa'])
  })

  it('given an administrator at the console, then a pass lets in once, and the audit log says who gave it', async () => {
    const desk = await play.browser(HOMES.gus as string)
    await desk.page.goto(`http://sandbox-admin.localhost:${play.sandbox.port}/`)
    await desk.typesPassword('gus')
    await desk.usesRecoveryCode(play.codesOf.get('gus')?.[0] as string)
    await desk.page.getByRole('link', { name: 'cleo' }).click()
    await desk.page.getByRole('button', { name: 'Issue a pass' }).click()
    const pass = /pass: (\S+)/.exec((await desk.page.textContent('[role=status]')) ?? '')?.[1] as string
    const issued = play.sandbox.log.kept().audits.at(-1)
    assert.deepEqual([issued?.action, issued?.actor.name, issued?.user?.name], ['pass.issued', 'gus', 'cleo'])
    const seat = await play.browser(HOMES.cleo as string)
    for (const code of ['signed_in', 'pass.used']) {
      await seat.context.clearCookies()
      await seat.page.goto((await play.application.begin()).url)
      await seat.page.getByText('I was given a temporary pass').click()
      await seat.page.locator('form[action$="/pass"] [name=userName]').fill('cleo')
      await seat.page.getByLabel('Pass', { exact: true }).fill(pass)
      await seat.page.getByRole('button', { name: 'Sign in with the pass' }).click()
      assert.equal(lastCode(), code)
    }
  })

  it('given somebody who is no administrator, then the console is not for them', async () => {
    const seat = await play.browser(HOMES.eva as string)
    await seat.page.goto(`http://sandbox-admin.localhost:${play.sandbox.port}/`)
    await seat.typesPassword('eva')
    await seat.usesRecoveryCode(play.codesOf.get('eva')?.[0] as string)
    await seat.page.getByText('Only administrators may go on').waitFor()
  })

  it('given wrong passwords from elsewhere, then they are slowed down, and the owner’s device is not', async () => {
    const owner = await play.browser(HOMES.dan as string)
    await owner.signsInWithTotp('dan')
    const stranger = await play.browser(`${FAR.prefix}77`)
    await stranger.page.goto((await play.application.begin()).url)
    for (let tries = 0; tries < 6; tries++) await stranger.typesPassword('dan', 'wrong')
    const said = await stranger.page.textContent('[role=alert]')
    for (let tries = 0; tries < 6; tries++) await stranger.typesPassword('nobody', 'wrong')
    const saidOfNobody = await stranger.page.textContent('[role=alert]')
    const withoutTime = (text: string | null) => text?.replace(/\d\d:\d\d/, 'HH:MM')
    assert.equal(withoutTime(saidOfNobody), withoutTime(said))
    await stranger.typesPassword('dan', 'wrong')
    assert.equal(lastCode(), 'attempts.slowed')
    play.pass(30_000)
    await owner.signsInWithTotp('dan')
    assert.equal(lastCode(), 'signed_in')
  })

  it('given a code from the inbox, then it lets in', async () => {
    const seat = await play.browser(HOMES.finn as string)
    await seat.beginsAs('finn')
    await seat.page.getByRole('button', { name: 'Send a code to my inbox' }).click()
    const inbox = await seat.context.newPage()
    await inbox.goto(`http://finn.localhost:${play.sandbox.port}/inbox`)
    const code = /\d{6}/.exec((await inbox.textContent('li')) ?? '')?.[0] as string
    await seat.page.getByLabel('Code from your inbox').fill(code)
    await seat.page.getByRole('button', { name: 'Go on with this code' }).click()
    assert.ok(await seat.isIn())
  })

  it('given a form from another page, a name that is not ours, or no credential, then nothing is done', async () => {
    const { port, issuer } = play.sandbox
    const answers = [
      await fetchLocalhost(`http://ana.localhost:${port}/prompts/x`, {
        method: 'POST',
        headers: { origin: 'http://evil.localhost' },
      }),
      await fetchLocalhost(`http://ana.localhost:${port}/prompts/x`, { method: 'POST' }),
      await fetchLocalhost(`http://rebound.example:${port}/`),
      await fetchLocalhost(`${issuer}/api/people`),
      await fetchLocalhost(`http://sandbox-admin.localhost:${port}/api/people`),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403, 404, 401, 404],
    )
  })
})
