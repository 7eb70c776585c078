/** A person's phone and inbox, at a host of their own: `ana.localhost`. Whoever opens it holds the phone; it is a play. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html, page } from './html.ts'
import type { Answer, Prompt, Prompts } from './sign-in/push.ts'
import { networkAt, type Person, personByName, type World } from './world.ts'

/** Every name under localhost but those of the sandbox itself. */
const PHONE_HOST = /^(?!sandbox(?:-admin)?\.)[a-z][a-z0-9-]{0,39}\.localhost(?::\d+)?$/

type Form = Readonly<Record<string, string>>

export function addPhoneRoutes(server: FastifyInstance, world: World, prompts: Prompts): void {
  const constraints = { host: PHONE_HOST }

  const withPerson =
    (handler: (person: Person, request: FastifyRequest, reply: FastifyReply) => FastifyReply) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const person = personByName(world, (request.headers.host ?? '').split('.')[0] ?? '')
      if (person) return handler(person, request, reply)
      return reply.code(404).type('text/plain').send('Nobody of this name has a phone here.')
    }
  const showPhone = (reply: FastifyReply, person: Person, said?: string) =>
    reply.type('text/html').send(phonePage(world, person, prompts.openOf(person), said))

  server.get(
    '/',
    { constraints },
    withPerson((person, _request, reply) => showPhone(reply, person)),
  )
  server.get(
    '/inbox',
    { constraints },
    withPerson((person, _request, reply) => reply.type('text/html').send(inboxPage(world, person))),
  )
  server.post(
    '/prompts/:id',
    { constraints },
    withPerson((person, request, reply) => {
      const answer = answerOf((request.body ?? {}) as Form)
      const taken = prompts.answer(person, (request.params as { id: string }).id, answer)
      return showPhone(reply, person, taken ? SAID[answer.kind] : 'This request is over.')
    }),
  )
}

const SAID: Readonly<Record<Answer['kind'], string>> = {
  approve: 'Answered. The sign-in goes on if the number was right.',
  refuse: 'Refused.',
  report: 'Refused, and reported to your organisation.',
}

function answerOf({ answer, number = '' }: Form): Answer {
  if (answer === 'approve') return { kind: 'approve', number }
  return { kind: answer === 'report' ? 'report' : 'refuse' }
}

function phonePage(world: World, person: Person, open: readonly Prompt[], said: string | undefined): string {
  const body = html`${said !== undefined && html`<p role="status">${said}</p>`}
${open.length === 0 ? html`<p>No sign-in is waiting for you.</p>` : open.map((prompt) => promptForm(world, prompt))}
<p><a href="/">Look again</a> · <a href="/inbox">Inbox</a></p>`
  // A page that loads itself again would lose what is being typed.
  return page(`${person.displayName}’s phone`, body, open.length === 0 ? { refreshS: 3 } : {})
}

function promptForm(world: World, { id, attempt, origin, phone }: Prompt): Html {
  const place = networkAt(world, origin.address)
  return html`<section><h2>Are you signing in to ${attempt.app}?</h2>
<p>From ${place ? `${place.name}, ${place.city}` : 'an unknown network'} (${origin.address}), ${phone.label}.</p>
<form method="post" action="/prompts/${id}">
<label>Number on the sign-in page <input name="number" inputmode="numeric" autocomplete="off" maxlength="2"></label>
<button name="answer" value="approve">Yes, go on</button>
<button name="answer" value="refuse">No</button>
<button name="answer" value="report">No, this was not me</button>
</form></section>`
}

function inboxPage(world: World, person: Person): string {
  const mails = world.inbox.filter((mail) => mail.person === person.id).reverse()
  const rows = mails.map(
    ({ time, text }) =>
      html`<li><time>${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}</time> ${text}</li>`,
  )
  const body = html`${rows.length === 0 ? html`<p>Nothing has come.</p>` : html`<ul>${rows}</ul>`}
<p><a href="/inbox">Look again</a> · <a href="/">Phone</a></p>`
  return page(`${person.displayName}’s inbox`, body)
}
