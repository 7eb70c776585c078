/** Short word of what was done, or what went wrong, beside the page. */
import { notifications } from '@mantine/notifications'
import { asProblem } from '../api/problem.ts'

const OK_MS = 5_000
const PROBLEM_MS = 15_000

export function sayDone(message: string): void {
  notifications.show({ message, autoClose: OK_MS, withCloseButton: true, closeButtonProps: { 'aria-label': 'Close' } })
}

export function sayProblem(error: unknown): void {
  const { title, message, next, code } = asProblem(error)
  notifications.show({
    title,
    message: `${message} ${next} (${code})`,
    color: 'red',
    autoClose: PROBLEM_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
  })
}
