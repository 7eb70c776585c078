/**
 * Prompts to the person's phone, with a number that stands only on the page of whoever began the sign-in.
 *
 * Refusals protect (REDTEAM R25, R26): five within an hour, or one "not me", and no more prompts are sent for sign-ins
 * from a device that is not the person's; after three an approval of such a sign-in is not enough, and another way is asked
 * for. The person's own devices are free of it, so that nobody can shut them out.
 */
import { randomInt } from 'node:crypto'
import type { Origin } from '../log.ts'
import { newId } from '../secrets.ts'
import type { Person, Phone } from '../world.ts'
import {
  ACR,
  type Attempt,
  againOr,
  complete,
  type StepResult,
  type Surroundings,
  sourceOf,
  stoppedByRules,
  tell,
  wrong,
} from './attempt.ts'
import { ready } from './second-step.ts'

export interface Prompt {
  readonly id: string
  readonly attempt: Attempt
  readonly person: Person
  readonly phone: Phone
  readonly number: string
  readonly sent: number
  readonly origin: Origin
  state: 'sent' | 'approved' | 'refused' | 'reported' | 'wrong-number' | 'no-answer'
}

interface Refusal {
  readonly at: number
  /** "This was not me". */
  readonly reported: boolean
}

export type Answer =
  | { readonly kind: 'approve'; readonly number: string }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'report' }

export interface Prompts {
  send(attempt: Attempt, origin: Origin): StepResult
  /** What became of the prompt of this attempt; `again` while there is no answer. */
  look(attempt: Attempt, origin: Origin): StepResult
  /** What a phone shows. */
  openOf(person: Person): readonly Prompt[]
  of(attempt: Attempt): Prompt | undefined
  /** From the phone. False: there is no such prompt, or no more. */
  answer(person: Person, id: string, answer: Answer): boolean
  /** Prompts whose time is over are written down as unanswered. */
  expire(): void
}

const PROMPTS_MAX = 10_000
const HOUR_MS = 3_600_000
/** From the first to the last within an hour; 60:01 is too long. */
const REFUSALS_STOP = 5
const REFUSALS_SUSPECT = 3

export function createPrompts(around: Surroundings): Prompts {
  const prompts = new Map<string, Prompt>()
  const { clock, world } = around
  /** When a person refused a prompt; oldest first. */
  const refusals = new Map<string, Refusal[]>()

  function refused({ person }: Prompt, reported: boolean): void {
    const all = [...(refusals.get(person.id) ?? []), { at: clock(), reported }]
    refusals.set(person.id, all.slice(-REFUSALS_STOP))
  }
  const recent = ({ id }: Person) => (refusals.get(id) ?? []).filter(({ at }) => clock() - at <= HOUR_MS)
  function isFatigued(person: Person): boolean {
    const five = (refusals.get(person.id) ?? []).map(({ at }) => at)
    const [first = 0, last = 0] = [five.at(0), five.at(-1)]
    const areFive = five.length === REFUSALS_STOP && last - first <= HOUR_MS && clock() - last <= HOUR_MS
    return areFive || recent(person).some(({ reported }) => reported)
  }
  const isOwnDevice = (person: Person, origin: Origin) => sourceOf(around, person, origin).startsWith('device ')

  function end(prompt: Prompt, state: Prompt['state'], code: string): void {
    prompt.state = state
    const { attempt, origin, phone: authenticator } = prompt
    wrong(around, attempt, origin, 'push', { code, authenticator, person: prompt.person }, '')
  }
  function expire(): void {
    for (const prompt of prompts.values()) {
      if (prompt.state !== 'sent' || clock() - prompt.sent < world.settings.promptLivesMs) continue
      end(prompt, 'no-answer', 'push.no_answer')
    }
  }
  const of = (attempt: Attempt) => (attempt.prompt === undefined ? undefined : prompts.get(attempt.prompt))

  return {
    of,
    expire,
    send(attempt, origin) {
      expire()
      const asked = ready(around, attempt, origin, 'push')
      if ('next' in asked) return asked
      const { authenticator: phone, person } = asked
      if (isFatigued(person) && !isOwnDevice(person, origin)) {
        tell(around, attempt, origin, { code: 'push.stopped', method: 'push', authenticator: phone })
        return againOr('No more requests are sent to this phone for now. Use another way, or call your helpdesk.')
      }
      if (!phone.reachable) {
        tell(around, attempt, origin, { code: 'push.undeliverable', method: 'push', authenticator: phone })
        return againOr('Your phone cannot be reached. Check that it is online, or use another way.')
      }
      for (const open of prompts.values())
        if (open.attempt === attempt && open.state === 'sent') open.state = 'no-answer'
      const number = String(randomInt(10, 100))
      const prompt: Prompt = {
        id: newId('prompt'),
        attempt,
        person,
        phone,
        number,
        sent: clock(),
        origin,
        state: 'sent',
      }
      if (prompts.size >= PROMPTS_MAX) prompts.delete(prompts.keys().next().value as string)
      prompts.set(prompt.id, prompt)
      attempt.prompt = prompt.id
      tell(around, attempt, origin, { code: 'push.sent', method: 'push', authenticator: phone })
      return againOr('')
    },
    look(attempt, origin) {
      expire()
      const prompt = of(attempt)
      switch (prompt?.state) {
        case 'approved': {
          prompts.delete(prompt.id)
          attempt.prompt = undefined
          // What was asked may be minutes ago: an account may have been switched off since.
          const ruled = stoppedByRules(around, attempt, origin, prompt.person)
          if (ruled) return ruled
          if (recent(prompt.person).length >= REFUSALS_SUSPECT && !isOwnDevice(prompt.person, origin)) {
            tell(around, attempt, origin, { code: 'push.held', method: 'push', authenticator: prompt.phone })
            return againOr('After requests that were refused, the phone alone is not enough. Use another way.')
          }
          attempt.amr = ['pwd', 'swk']
          return complete(around, attempt, origin, {
            acr: ACR.mfa,
            method: 'push',
            authenticator: prompt.phone,
            proved: true,
          })
        }
        case 'sent':
          return againOr('')
        case undefined:
          return againOr('Have a prompt sent first.')
        case 'no-answer':
          return againOr('Nobody answered on your phone in time.')
        default:
          return againOr('The sign-in was not approved on the phone.')
      }
    },
    openOf(person) {
      expire()
      return [...prompts.values()].filter((prompt) => prompt.person === person && prompt.state === 'sent')
    },
    answer(person, id, answer) {
      expire()
      const prompt = prompts.get(id)
      if (prompt?.person !== person || prompt.state !== 'sent') return false
      if (answer.kind === 'refuse' || answer.kind === 'report') {
        const reported = answer.kind === 'report'
        refused(prompt, reported)
        end(prompt, reported ? 'reported' : 'refused', reported ? 'push.reported' : 'push.refused')
      } else if (answer.number.trim() !== prompt.number) end(prompt, 'wrong-number', 'push.wrong_number')
      else prompt.state = 'approved'
      return true
    },
  }
}
