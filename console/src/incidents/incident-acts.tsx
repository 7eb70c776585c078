/** What one may do with an incident now. What its state or one's roles do not allow is not offered. */
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  assignIncident,
  decideIncident,
  type IncidentDecision,
  type IncidentFull,
  type IncidentWords,
  type Verdict,
} from '../api/incidents.ts'
import { ReasonField } from '../approvals/reason-field.tsx'
import { sayDone, sayProblem } from '../design/done.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { useHere } from '../shell/organisation.ts'

const SAID: Readonly<Record<IncidentDecision, string>> = {
  close: 'Closed, or left with a second person if somebody may be inside.',
  agree: 'Agreed: it is closed.',
  reject: 'It stays open.',
  reopen: 'It is open again.',
}

export function IncidentActs({ incident }: { readonly incident: IncidentFull }) {
  const { me, organisation, may } = useHere()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'close' | 'reject'>()
  function done(said: string): void {
    sayDone(said)
    void queries.invalidateQueries({ queryKey: [organisation, 'incidents'] })
    void queries.invalidateQueries({ queryKey: [organisation, 'overview'] })
  }
  const taking = useMutation({
    mutationFn: () => assignIncident(organisation, incident.id, me.member),
    onSuccess: () => done('It is yours.'),
    onError: sayProblem,
  })
  const deciding = useMutation({
    mutationFn: ({ decision, words = {} }: { readonly decision: IncidentDecision; readonly words?: IncidentWords }) =>
      decideIncident(organisation, incident, decision, words),
    onSuccess: (_, { decision }) => done(SAID[decision]),
  })
  const mayDecide = may('analyst', 'approver', 'administrator')
  if (!mayDecide && !may('agent')) return null
  const press = (decision: IncidentDecision) => deciding.mutate({ decision }, { onError: sayProblem })
  const isOpen = incident.closed === null
  const isMine = incident.owner?.id === me.member
  return (
    <>
      {isOpen && !isMine && <Button onClick={() => taking.mutate()}>Take it</Button>}
      {mayDecide && isOpen && incident.proposal === null && (
        <Button variant="filled" onClick={() => setAsking('close')}>
          Close…
        </Button>
      )}
      {mayDecide && isOpen && incident.proposal !== null && incident.proposal.by.id !== me.member && (
        <>
          <Button variant="filled" onClick={() => press('agree')}>
            Agree to close
          </Button>
          <Button onClick={() => setAsking('reject')}>Keep it open…</Button>
        </>
      )}
      {!isOpen && <Button onClick={() => press('reopen')}>Open again</Button>}
      <ReasonDialog
        decision={asking}
        onClose={() => setAsking(undefined)}
        onSubmit={(words) => deciding.mutateAsync({ decision: asking ?? 'close', words })}
      />
    </>
  )
}

const ASKS = {
  close: { title: 'Close the incident', action: 'Close with passkey', label: 'What do you know, and from whom?' },
  reject: { title: 'Keep the incident open', action: 'Keep it open with passkey', label: 'Why is it not over?' },
} as const

interface ReasonDialogProps {
  readonly decision: keyof typeof ASKS | undefined
  onClose(): void
  onSubmit(words: IncidentWords): Promise<unknown>
}

function ReasonDialog({ decision, onClose, onSubmit }: ReasonDialogProps) {
  const { title, action, label } = ASKS[decision ?? 'close']
  return (
    <FormDialog
      opened={decision !== undefined}
      title={title}
      action={action}
      onClose={onClose}
      onSubmit={({ reason = '', verdict }) =>
        onSubmit({ reason, ...(verdict === undefined ? {} : { verdict: verdict as Verdict }) })
      }
    >
      {decision === 'close' && (
        <NativeSelect
          name="verdict"
          label="What was it?"
          data={[
            { value: 'true-positive', label: 'An attack, and it is over' },
            { value: 'benign', label: 'It happened, and was meant' },
            { value: 'false-positive', label: 'No attack: the finding was wrong' },
          ]}
        />
      )}
      <ReasonField label={label} />
    </FormDialog>
  )
}
