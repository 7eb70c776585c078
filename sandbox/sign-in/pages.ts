/** The pages of a sign-in: one question at a time, and they work without JavaScript but for passkeys. */
import { alertBox, type Html, html, page } from '../html.ts'
import type { AuthenticatorKind, Person } from '../world.ts'
import type { Attempt } from './attempt.ts'

export function firstPage(attempt: Attempt, passkeyOptions: object, error?: string): string {
  const path = `/sign-in/${attempt.uid}`
  const body = html`${alertBox(error)}
<p>To go on to ${attempt.app}.</p>
<form method="post" action="${path}/password">
<label>User name <input name="userName" autocomplete="username webauthn" autocapitalize="none" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button>
</form>
<h2>Or</h2>
<form method="post" action="${path}/passkey" data-passkey="get" data-options="${JSON.stringify(passkeyOptions)}">
<input type="hidden" name="response">
<button>Sign in with a passkey</button>
<p role="status"></p>
</form>
<details>
<summary>I was given a temporary pass</summary>
<form method="post" action="${path}/pass">
<label>User name <input name="userName" autocomplete="username" autocapitalize="none" required></label>
<label>Pass <input name="code" autocomplete="one-time-code" autocapitalize="none" required></label>
<button>Sign in with the pass</button>
</form>
</details>`
  return page('Sign in', body, { script: '/passkey.js' })
}

const FORMS: Readonly<Record<Exclude<AuthenticatorKind, 'passkey'>, (path: string) => Html>> = {
  totp: (path) => codeForm(`${path}/totp`, 'Code from your app', 'Go on', '^[0-9 ]{6,7}$'),
  push: (path) => html`<form method="post" action="${path}/push"><button>Ask on my phone</button></form>`,
  inbox: (path) => html`<form method="post" action="${path}/inbox/send"><button>Send a code to my inbox</button></form>
${codeForm(`${path}/inbox`, 'Code from your inbox', 'Go on with this code')}`,
  'recovery-codes': (path) => codeForm(`${path}/recovery-code`, 'Recovery code from your sheet', 'Use a recovery code'),
}

export function secondPage(attempt: Attempt, person: Person, error?: string): string {
  const path = `/sign-in/${attempt.uid}`
  const ways =
    attempt.need === 'passkey' ? [] : person.authenticators.flatMap(({ kind }) => (kind === 'passkey' ? [] : [kind]))
  const none = html`<p>No way to go on is set up for this sign-in. Go back to use a passkey, or call your helpdesk.</p>`
  const body = html`${alertBox(error || undefined)}
<p>The password is right. One more step for ${attempt.app}.</p>
${ways.length === 0 ? none : [...new Set(ways)].map((kind) => html`<section>${FORMS[kind](path)}</section>`)}
<p><a href="${path}">Begin again</a></p>`
  return page('Second step', body)
}

/** Loads itself again until the phone has answered. */
export function pushPage(attempt: Attempt, number: string): string {
  const body = html`<p>Open your phone and type this number there:</p>
<p class="number">${number}</p>
<p role="status">Waiting for your phone. This page goes on by itself.</p>
<p><a href="/sign-in/${attempt.uid}/second">Use another way</a></p>`
  return page('Approve on your phone', body, { refreshS: 2 })
}

export function stoppedPage(why: string): string {
  return page('You cannot sign in here', alertBox(why) as Html)
}

function codeForm(action: string, label: string, button: string, pattern?: string): Html {
  return html`<form method="post" action="${action}">
<label>${label} <input name="code" autocomplete="one-time-code" autocapitalize="none"
${pattern !== undefined && html`inputmode="numeric" pattern="${pattern}"`} required></label>
<button>${button}</button>
</form>`
}
