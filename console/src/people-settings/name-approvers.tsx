/** The whole list of approvers as a form. What the server would refuse after two people agreed is not sent. */
import { Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Approvers, NamedApprover } from '../api/directory-settings.ts'
import { newId, type StaffMember, staffQuery } from '../api/staff.ts'
import { notProposed } from '../approvals/not-proposed.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { hoursOf, WEEK, type WeekHours, WeekHoursFields, weekOf } from './week-hours.tsx'

/** An approver with a key of their own while they are edited. */
interface Row extends WeekHours {
  readonly key: string
  readonly member: string
  readonly deputy: string
}

const APPROVERS_MAX = 20

interface NameApproversProps {
  readonly named: Approvers
  onClose(): void
}

export function NameApprovers({ named, onClose }: NameApproversProps) {
  const change = useChange()
  const { data: staff } = useQuery(staffQuery)
  const members = staff?.members.filter(({ standing }) => standing === 'member') ?? []
  const [rows, setRows] = useState<readonly Row[]>(() => named.approvers.map(rowOf))
  const add = () => setRows([...rows, { key: newId(), member: '', deputy: '', ...WEEK }])
  const set = (key: string, row: Row | undefined) =>
    setRows(rows.flatMap((known) => (known.key !== key ? [known] : row === undefined ? [] : [row])))
  return (
    <FormDialog
      opened
      title="Who approves"
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={async () => {
        const approvers = rows.map(approverOf)
        const wrong = wrongIn(approvers)
        if (wrong !== undefined) throw notProposed('ERR_CONSOLE_APPROVERS', wrong)
        return await change({ kind: 'approvers-named', data: { approvers } })
      }}
    >
      <p>The list as a whole waits for a second administrator. Hours are in {named.zone}.</p>
      {rows.map((row, index) => (
        <ApproverFields
          key={row.key}
          number={index + 1}
          row={row}
          members={members}
          onChange={(next) => set(row.key, next)}
          onRemove={() => set(row.key, undefined)}
        />
      ))}
      {rows.length < APPROVERS_MAX && (
        <div>
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            Add an approver
          </Button>
        </div>
      )}
    </FormDialog>
  )
}

interface ApproverFieldsProps {
  /** From 1. */
  readonly number: number
  readonly row: Row
  readonly members: readonly StaffMember[]
  onChange(row: Row): void
  onRemove(): void
}

function ApproverFields({ number, row, members, onChange, onRemove }: ApproverFieldsProps) {
  const choices = [
    { value: '', label: 'Choose…' },
    ...members.map(({ id, name, grants }) => ({
      value: id,
      label: `${name ?? id} (${grants.map(({ role }) => role).join(', ')})`,
    })),
  ]
  return (
    <fieldset className="card" style={{ margin: 0 }}>
      <legend>
        <b>Approver {number}</b>
      </legend>
      <div className="stack tight">
        <NativeSelect
          label="Who"
          value={row.member}
          data={choices}
          required
          onChange={(event) => onChange({ ...row, member: event.currentTarget.value })}
        />
        <WeekHoursFields hours={row} onChange={(hours) => onChange({ ...row, ...hours })}>
          <Button onClick={onRemove} aria-label={`Remove approver ${number}`}>
            Remove
          </Button>
        </WeekHoursFields>
        <NativeSelect
          label="Deputy, asked at other times"
          value={row.deputy}
          data={choices}
          required
          onChange={(event) => onChange({ ...row, deputy: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}

function rowOf({ member, deputy, hours }: NamedApprover): Row {
  return { key: newId(), member, deputy, ...weekOf(hours) }
}

function approverOf({ member, deputy, ...row }: Row): NamedApprover {
  return { member, deputy, hours: hoursOf(row) }
}

/** What two people would agree to in vain. */
function wrongIn(approvers: readonly NamedApprover[]): string | undefined {
  if (approvers.length === 0) return 'A list without anybody would leave nobody to ask.'
  if (new Set(approvers.map(({ member }) => member)).size < approvers.length) return 'Somebody stands in it twice.'
  if (approvers.some(({ member, deputy }) => member === deputy)) return 'Nobody is their own deputy.'
  if (approvers.some(({ hours: { days } }) => days.length === 0)) return 'Somebody has no day.'
  if (approvers.some(({ hours: { from, to } }) => from >= to))
    return 'Hours end after they begin, on the same day. Name another approver for the night.'
  return undefined
}
