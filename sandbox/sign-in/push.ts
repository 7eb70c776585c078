/** Prompts to the person's phone, with a number that stands only on the page of whoever began the sign-in. */
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

export function createPrompts(around: Surroundings): Prompts {
  const prompts = new Map<string, Prompt>()
  const { clock, world } = around

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
      if (answer.kind === 'refuse') end(prompt, 'refused', 'push.refused')
      else if (answer.kind === 'report') end(prompt, 'reported', 'push.reported')
      else if (answer.number.trim() !== prompt.number) end(prompt, 'wrong-number', 'push.wrong_number')
      else prompt.state = 'approved'
      return true
    },
  }
}
