/** The console's pages: people to find, one person with all that can be done, rules and settings. */
import { alertBox, type Html, html, page } from '../html.ts'
import { type Outage, type Person, personById, usablePassOf, type World } from '../world.ts'

const OUTAGES: Readonly<Record<Outage, string>> = {
  none: 'None',
  push: 'Prompts',
  'second-step': 'The second step',
  all: 'Everything',
}
const SHOWN_MAX = 50

/** What was done, or why not; a secret stands here once. */
type Said = string | undefined

export function consolePage(world: World, administrator: Person, search: string, said?: Said): string {
  const wanted = search.trim().toLowerCase()
  const found = world.people.filter(({ userName, displayName }) =>
    `${userName} ${displayName.toLowerCase()}`.includes(wanted),
  )
  const body = html`<p>Signed in as ${administrator.displayName}.</p>
${saidBox(said)}
<h2>People</h2>
<form method="get" action="/"><label>Name <input name="q" value="${search}" autocomplete="off"></label><button>Find</button></form>
<table><thead><tr><th>Name</th><th>State</th><th>Authenticators</th></tr></thead>
<tbody>${found.slice(0, SHOWN_MAX).map(personRow)}</tbody></table>
${found.length > SHOWN_MAX && html`<p>${SHOWN_MAX} of ${found.length} are shown. Type more of the name.</p>`}
<h2>Rules</h2>
<table><thead><tr><th>Rule</th><th>Effect</th><th>State</th></tr></thead>
<tbody>${world.rules.map(
    ({ id, name, effect, enabled }) => html`<tr><td>${name}</td><td>${effect}</td>
<td><form method="post" action="/rules/${id}"><input type="hidden" name="enabled" value="${enabled ? 'no' : 'yes'}">
<button aria-label="Switch ${enabled ? 'off' : 'on'} ${name}">${enabled ? 'On: switch off' : 'Off: switch on'}</button></form></td></tr>`,
  )}</tbody></table>
<h2>Passes</h2>
<form method="post" action="/passes"><input type="hidden" name="allowed" value="${world.settings.passes.allowed ? 'no' : 'yes'}">
<button>${world.settings.passes.allowed ? 'Allowed: allow none' : 'Not allowed: allow them'}</button></form>
<h2>Outage</h2>
<form method="post" action="/outage"><label>Out of service
<select name="outage">${(Object.keys(OUTAGES) as Outage[]).map(
    (outage) =>
      html`<option value="${outage}"${outage === world.settings.outage && html` selected`}>${OUTAGES[outage]}</option>`,
  )}</select></label><button>Set</button></form>`
  return page('Administrators’ console', body)
}

export interface PersonStanding {
  readonly locked: boolean
  readonly enrolmentUntil: number | null
  /** Milliseconds. */
  readonly now: number
}

export function personPage(world: World, person: Person, standing: PersonStanding, said?: Said): string {
  const { id, userName, displayName, suspended, passwordResetRequired, groups, authenticators } = person
  const pass = usablePassOf(world, person, standing.now)
  const act = (name: string, label: string) =>
    html`<form method="post" action="/people/${id}/${name}"><button>${label}</button></form>`
  const states: readonly (string | false)[] = [
    suspended ? 'switched off' : 'active',
    standing.locked && 'locked by failures',
    passwordResetRequired && 'needs a new password',
    pass !== undefined && `has a pass until ${clockTime(pass.expires)}`,
    standing.enrolmentUntil !== null && `has an enrolment open until ${clockTime(standing.enrolmentUntil)}`,
  ]
  const body = html`${saidBox(said)}
<p>${userName}: ${states.filter((state) => state !== false).join(', ')}. Manager: ${personById(world, person.manager ?? '')?.displayName ?? 'none'}.</p>
<h2>Ways in</h2>
<div class="acts">${act('issue-pass', 'Issue a pass')}${pass !== undefined && act('withdraw-pass', 'Withdraw the pass')}
${act('start-enrolment', 'Start an enrolment')}${standing.enrolmentUntil !== null && act('withdraw-enrolment', 'Withdraw the enrolment')}
${act('reset-password', 'Reset password')}${act('require-password-reset', 'Require a new password')}${act('unlock', 'Unlock')}</div>
<h2>Account</h2>
<div class="acts">${act('end-sessions', 'End sessions')}${suspended ? act('unsuspend', 'Switch on') : act('suspend', 'Switch off')}</div>
<h2>Authenticators</h2>
<table><tbody>${authenticators.map(
    (each) => html`<tr><td>${each.label}</td><td>since ${clockTime(each.added)}</td>
<td><form method="post" action="/people/${id}/remove-authenticator"><input type="hidden" name="authenticator" value="${each.id}">
<button aria-label="Remove ${each.label}">Remove</button></form></td></tr>`,
  )}</tbody></table>
${act('reset-authenticators', 'Reset authenticators')}
<h2>Groups</h2>
<table><tbody>${groups.map(
    (group) => html`<tr><td>${group}</td><td><form method="post" action="/people/${id}/leave-group">
<input type="hidden" name="group" value="${group}"><button aria-label="Take from ${group}">Take out</button></form></td></tr>`,
  )}</tbody></table>
<form method="post" action="/people/${id}/join-group"><label>Group <input name="group" pattern="[A-Za-z0-9_\\-]{1,80}" required></label><button>Add</button></form>
<p><a href="/">All people</a></p>`
  return page(displayName, body)
}

export function notForYouPage(): string {
  return page('Not for you', alertBox('Only administrators may go on. Open the console again to sign in.') as Html)
}

function personRow({ id, displayName, userName, suspended, authenticators }: Person): Html {
  return html`<tr><td><a href="/people/${id}">${displayName}</a> (${userName})</td><td>${suspended ? 'switched off' : 'active'}</td>
<td>${authenticators.map(({ label }) => label).join(', ') || 'none'}</td></tr>`
}

function saidBox(said: Said): Html | undefined {
  return said === undefined ? undefined : html`<p role="status"><strong>${said}</strong></p>`
}

/** UTC, to the minute. */
function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
