/** Roles in words. */
import type { Role } from '../api/staff.ts'

export const ROLES: readonly { readonly role: Role; readonly may: string }[] = [
  { role: 'agent', may: 'helps callers: sees lockouts and people, attaches callers' },
  { role: 'approver', may: 'agrees to what others propose' },
  { role: 'analyst', may: 'handles incidents' },
  { role: 'administrator', may: 'connects, changes settings, administers staff' },
  { role: 'auditor', may: 'sees everything, changes nothing' },
]
