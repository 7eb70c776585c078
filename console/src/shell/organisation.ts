/** In which organisation a page is, and who looks at it. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type Me, meQuery, type Role } from '../api/staff.ts'

export interface Here {
  readonly me: Me
  readonly organisation: string
  /** Its name, for people. */
  readonly name: string
  /** `to('/lockouts')`: the address of a page of this organisation. */
  to(page: string): string
  /** Has the member one of these roles here? What the server refuses is not offered. */
  may(...roles: readonly Role[]): boolean
}

/** Who may see what was decided, and what waits. */
export const DECIDERS: readonly Role[] = ['analyst', 'approver', 'administrator', 'auditor']

/** Within the frame only, where somebody is signed in. */
export function useHere(): Here {
  const { organisation = '' } = useParams({ strict: false })
  const { data: me } = useQuery(meQuery)
  if (me === undefined || me === null) throw new Error('This page is shown to nobody who is not signed in.')
  const known = me.organisations.find(({ id }) => id === organisation)
  return {
    me,
    organisation,
    name: known?.name ?? organisation,
    to: (page) => `/o/${encodeURIComponent(organisation)}${page}`,
    may: (...roles) => roles.some((role) => known?.roles.includes(role)),
  }
}
