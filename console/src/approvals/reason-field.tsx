/** Why somebody does something, for the ledger. */
import { Textarea } from '@mantine/core'

const REASON_MIN = 3
const REASON_MAX = 1000

export function ReasonField({ label }: { readonly label: string }) {
  return (
    <Textarea
      name="reason"
      label={label}
      description="This goes into the ledger. Name people by their role, not by name."
      required
      minLength={REASON_MIN}
      maxLength={REASON_MAX}
      rows={3}
    />
  )
}
