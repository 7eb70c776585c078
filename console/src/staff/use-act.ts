/** Deciding something about staff, with a passkey. */
import { useQueryClient } from '@tanstack/react-query'
import { actOnStaff, type StaffAct, staffQuery } from '../api/staff.ts'
import { sayDone } from '../design/done.ts'

/** A half of a code, or the whole of one, to be told to the person it is for. */
export interface Code {
  readonly text: string
  /** Whose proposal it belongs to; without one it is the whole code of the second founder. */
  readonly proposal: string | undefined
}

export function useStaffAct(onCode: (code: Code) => void): (act: StaffAct, said: string) => Promise<void> {
  const queries = useQueryClient()
  return async (act, said) => {
    const { code } = await actOnStaff(act)
    if (code === undefined) sayDone(said)
    else onCode({ text: code, proposal: typeof act.proposal === 'string' ? act.proposal : undefined })
    await queries.invalidateQueries({ queryKey: staffQuery.queryKey })
  }
}
