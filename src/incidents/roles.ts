/** Who decides about incidents: the routes admit them, and whoever signs a decision asks again. */
import type { Role } from '../staff/index.ts'

const DECIDERS: readonly Role[] = ['analyst', 'approver', 'administrator']

export const ROLES_FOR = {
  close: DECIDERS,
  agree: DECIDERS,
  reject: DECIDERS,
  adopt: DECIDERS,
  reopen: ['agent', ...DECIDERS],
} as const satisfies Readonly<Record<string, readonly Role[]>>
