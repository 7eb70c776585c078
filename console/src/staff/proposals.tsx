/** What is proposed about staff, and waits for a second person or for its time. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import type { Staff, StaffProposal } from '../api/staff.ts'
import { sayProblem } from '../design/done.ts'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { type Code, useStaffAct } from './use-act.ts'

const WHAT: Readonly<Record<StaffProposal['kind'], string>> = {
  invitation: 'Invite',
  role: 'More roles for',
  recovery: 'New passkeys for',
  reinstatement: 'Bring back',
}

interface ProposalsProps {
  readonly staff: Staff
  onCode(code: Code): void
}

export function Proposals({ staff, onCode }: ProposalsProps) {
  if (staff.proposals.length === 0) return null
  return staff.proposals.map((proposal) => (
    <ProposalCard key={proposal.id} proposal={proposal} staff={staff} onCode={onCode} />
  ))
}

function ProposalCard({ proposal, staff, onCode }: ProposalsProps & { readonly proposal: StaffProposal }) {
  const { me, may } = useHere()
  const title = useId()
  const act = useStaffAct(onCode)
  const acting = useMutation({
    mutationFn: ({ type, said }: { readonly type: string; readonly said: string }) =>
      act({ type, proposal: proposal.id }, said),
    onError: sayProblem,
  })
  const nameOf = (id: string) => staff.members.find((member) => member.id === id)?.name ?? undefined
  const isMine = proposal.by === me.member
  const confirmed = proposal.confirmedBy
  return (
    <section className="card warn row wrap" aria-labelledby={title}>
      <div className="grow" style={{ flexBasis: 300 }}>
        <h2 id={title}>
          {WHAT[proposal.kind]} <Outside>{proposal.name ?? nameOf(proposal.subject) ?? 'somebody'}</Outside>
          {proposal.grants.length > 0 && ` as ${proposal.grants.map(({ role }) => role).join(', ')}`}
        </h2>
        <p className="muted">
          Proposed by {isMine ? 'you' : (nameOf(proposal.by) ?? proposal.by)}, until <Time at={proposal.until} />
        </p>
      </div>
      {confirmed === null ? (
        isMine ? (
          <Pill tone="info">Waits for a second person</Pill>
        ) : (
          may('administrator', 'approver') && (
            <Button
              variant="filled"
              loading={acting.isPending && acting.variables.type === 'confirm'}
              onClick={() => acting.mutate({ type: 'confirm', said: 'Confirmed.' })}
            >
              Confirm with passkey
            </Button>
          )
        )
      ) : (
        <Pill tone="ok">
          {proposal.used ? 'Passkeys made: they count in a while' : `Confirmed by ${nameOf(confirmed) ?? confirmed}`}
        </Pill>
      )}
      {may('administrator') && (
        <Button
          loading={acting.isPending && acting.variables.type === 'stop'}
          onClick={() => acting.mutate({ type: 'stop', said: 'Stopped.' })}
        >
          Stop it
        </Button>
      )}
    </section>
  )
}
