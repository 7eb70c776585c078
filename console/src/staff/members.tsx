/** Members of staff: their roles, their passkeys, and what one may propose or take. */
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { newId, type Staff, type StaffMember } from '../api/staff.ts'
import { Card } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time, useNow } from '../design/time.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { GiveRoles, RemovePasskey, WithdrawRole } from './member-acts.tsx'
import { type Code, useStaffAct } from './use-act.ts'

interface MembersProps {
  readonly staff: Staff
  onCode(code: Code): void
}

export function Members({ staff: { members }, onCode }: MembersProps) {
  const { me, may } = useHere()
  return (
    <Card className="flush" title="Members" aside={<small>{members.length}</small>}>
      <Table
        caption="Members of staff"
        rows={members}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'Who',
            cell: ({ name, email, id }) => (
              <>
                <b>
                  <Outside>{name ?? id}</Outside>
                </b>
                {id === me.member && <span className="muted"> (you)</span>}
                <small style={{ display: 'block' }}>
                  <Outside>{email ?? ''}</Outside>
                </small>
              </>
            ),
          },
          { name: 'Standing', width: '120px', cell: ({ standing }) => <Standing standing={standing} /> },
          { name: 'Roles', cell: (member) => <Roles member={member} /> },
          { name: 'Passkeys', cell: (member) => <Passkeys member={member} /> },
          {
            name: 'Acts',
            isUnnamed: true,
            width: '48px',
            cell: (member) =>
              (may('administrator') || member.id === me.member) && <MemberMenu member={member} onCode={onCode} />,
          },
        ]}
      />
    </Card>
  )
}

function Standing({ standing }: Pick<StaffMember, 'standing'>) {
  if (standing === 'member') return <Pill tone="ok">Member</Pill>
  return <Pill tone={standing === 'suspended' ? 'warn' : 'quiet'}>{capital(standing)}</Pill>
}

function Roles({ member: { grants } }: { readonly member: StaffMember }) {
  const now = useNow()
  return grants.map(({ id, role, countsFrom }) => (
    <div key={id}>
      {capital(role)}
      <span className="muted">
        <CountsFrom at={countsFrom} now={now} />
      </span>
    </div>
  ))
}

function Passkeys({ member: { passkeys } }: { readonly member: StaffMember }) {
  const now = useNow()
  return passkeys.map(({ id, model, backedUp, countsFrom }, index) => (
    <div key={id}>
      <span title={model ?? undefined}>Passkey {index + 1}</span>
      <span className="muted">
        {backedUp ? ', synced' : ', on one device'}
        <CountsFrom at={countsFrom} now={now} />
      </span>
    </div>
  ))
}

/** Nothing once it counts. */
function CountsFrom({ at, now }: { readonly at: string | null; readonly now: number }) {
  if (at === null) return ', does not count yet'
  if (Date.parse(at) <= now) return null
  return (
    <>
      , from <Time at={at} />
    </>
  )
}

type Act = 'recovery' | 'reinstatement' | 'remove'
type Dialog = 'give' | 'withdraw' | 'passkey'

const DIALOGS = { give: GiveRoles, withdraw: WithdrawRole, passkey: RemovePasskey } as const

const ACTS = {
  recovery: {
    title: 'New passkeys for',
    text: 'For somebody who has lost both. A second person confirms; each of you tells one half of a code. The new ones count after 72 hours, and the old ones go.',
    action: 'Propose with passkey',
  },
  reinstatement: {
    title: 'Bring back',
    text: 'A second person confirms, and it counts after 72 hours.',
    action: 'Propose with passkey',
  },
  remove: {
    title: 'Remove',
    text: 'At once: all sessions end, and no passkey of theirs counts any more. Coming back takes two people.',
    action: 'Remove with passkey',
  },
} as const

function MemberMenu({ member, onCode }: { readonly member: StaffMember; readonly onCode: (code: Code) => void }) {
  const { me, may } = useHere()
  const [dialog, setDialog] = useState<Dialog>()
  const [asking, setAsking] = useState<Act>()
  const act = useStaffAct(onCode)
  if (member.standing === 'removed') return null
  const isOther = member.id !== me.member
  const Asked = dialog === undefined ? undefined : DIALOGS[dialog]
  async function submit(): Promise<void> {
    if (asking === 'remove') return await act({ type: 'remove', member: member.id }, 'Removed.')
    const proposal = { type: 'propose', proposal: newId(), kind: asking, subject: member.id, grants: [] }
    return await act(proposal, 'Proposed: a second person has to confirm.')
  }
  const { title, text, action } = ACTS[asking ?? 'remove']
  return (
    <>
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What one may do about ${member.name ?? member.id}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isOther && member.standing === 'member' && (
            <>
              <Menu.Item onClick={() => setDialog('give')}>Give a role…</Menu.Item>
              <Menu.Item onClick={() => setAsking('recovery')}>Both passkeys lost…</Menu.Item>
            </>
          )}
          {isOther && member.standing !== 'member' && (
            <Menu.Item onClick={() => setAsking('reinstatement')}>Bring back…</Menu.Item>
          )}
          {may('administrator') && member.grants.length > 0 && (
            <Menu.Item onClick={() => setDialog('withdraw')}>Take a role away…</Menu.Item>
          )}
          {member.passkeys.length > 0 && <Menu.Item onClick={() => setDialog('passkey')}>Remove a passkey…</Menu.Item>}
          {isOther && (
            <Menu.Item onClick={() => setAsking('remove')} style={{ color: 'var(--danger)' }}>
              Remove…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {Asked !== undefined && <Asked member={member} onClose={() => setDialog(undefined)} onCode={onCode} />}
      <FormDialog
        opened={asking !== undefined}
        title={`${title} ${member.name ?? member.id}`}
        action={action}
        isGrave={asking === 'remove'}
        onClose={() => setAsking(undefined)}
        onSubmit={submit}
      >
        <p>{text}</p>
      </FormDialog>
    </>
  )
}
