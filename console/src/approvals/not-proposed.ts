/** What the server would refuse only after two people agreed is refused before anybody proposes it. */
import { ApiProblem } from '../api/problem.ts'

/** `code`: ERR_CONSOLE_…. `detail`: what is wrong, in a sentence. */
export function notProposed(code: string, detail: string): ApiProblem {
  return new ApiProblem({
    code,
    title: 'Not proposed',
    detail,
    next: 'Mend it above, and propose it again.',
    status: 0,
  })
}
