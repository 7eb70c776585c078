/** The console's one page: people, rules, outage. */
import { alertBox, type Html, html, page } from '../html.ts'
import type { Outage, Person, World } from '../world.ts'

const ACTS: readonly (readonly [act: string, label: string])[] = [
  ['issue-pass', 'Issue a pass'],
  ['reset-authenticators', 'Reset authenticators'],
  ['reset-password', 'Reset password'],
  ['end-sessions', 'End sessions'],
  ['unlock', 'Unlock'],
]
const OUTAGES: Readonly<Record<Outage, string>> = {
  none: 'None',
  push: 'Prompts',
  'second-step': 'The second step',
  all: 'Everything',
}

export function consolePage(world: World, administrator: Person, said?: string): string {
  const body = html`<p>Signed in as ${administrator.displayName}.</p>
${said !== undefined && html`<p role="status"><strong>${said}</strong></p>`}
<h2>People</h2>
<table><thead><tr><th>Name</th><th>State</th><th>Authenticators</th><th>Acts</th></tr></thead>
<tbody>${world.people.map(personRow)}</tbody></table>
<h2>Rules</h2>
<table><thead><tr><th>Rule</th><th>Effect</th><th>State</th></tr></thead>
<tbody>${world.rules.map(
    ({ id, name, effect, enabled }) => html`<tr><td>${name}</td><td>${effect}</td>
<td><form method="post" action="/rules/${id}"><input type="hidden" name="enabled" value="${enabled ? 'no' : 'yes'}">
<button aria-label="Switch ${enabled ? 'off' : 'on'} ${name}">${enabled ? 'On: switch off' : 'Off: switch on'}</button></form></td></tr>`,
  )}</tbody></table>
<h2>Outage</h2>
<form method="post" action="/outage"><label>Out of service
<select name="outage">${(Object.keys(OUTAGES) as Outage[]).map(
    (outage) =>
      html`<option value="${outage}"${outage === world.settings.outage && html` selected`}>${OUTAGES[outage]}</option>`,
  )}</select></label><button>Set</button></form>`
  return page('Administrators’ console', body)
}

export function notForYouPage(): string {
  return page('Not for you', alertBox('Only administrators may go on. Open the console again to sign in.') as Html)
}

function personRow(person: Person): Html {
  const { id, displayName, userName, suspended, authenticators } = person
  const standing = suspended ? ['unsuspend', 'Switch on'] : ['suspend', 'Switch off']
  return html`<tr><td>${displayName} (${userName})</td><td>${suspended ? 'switched off' : 'active'}</td>
<td>${authenticators.map(({ label }) => label).join(', ') || 'none'}</td>
<td>${[...ACTS, standing].map(
    ([act = '', label = '']) =>
      html`<form method="post" action="/people/${id}/${act}"><button aria-label="${label}: ${displayName}">${label}</button></form>`,
  )}</td></tr>`
}
