/** What members of staff are called. */
import { useQuery } from '@tanstack/react-query'
import { staffQuery } from '../api/staff.ts'

/** Gives a name for an id, or `staff/…` with one; where nobody knows it, the id. */
export function useStaffName(): (member: string) => string {
  const { data: staff } = useQuery(staffQuery)
  return (member) => {
    const id = member.replace(/^staff\//, '')
    return staff?.members.find((one) => one.id === id)?.name ?? id
  }
}
