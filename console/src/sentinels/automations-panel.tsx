/** Declared automations: what changes people without a case, and opens no incident. Two people declare one, one ends it. */
import { Button } from '@mantine/core'
import { IconPlus, IconRobot } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { settingsQuery } from '../api/organisation.ts'
import { type Automation, automationsQuery } from '../api/sentinels.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Ago, Time } from '../design/time.tsx'
import { capital, providerName } from '../diagnosis/words.ts'
import { approverHoursText } from '../people-settings/hours.ts'
import { WaitingNote } from '../people-settings/waiting-note.tsx'
import { useHere } from '../shell/organisation.ts'
import { DeclareAutomation } from './declare-automation.tsx'
import { kindsText, whomText } from './words.ts'

export function AutomationsPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(automationsQuery(organisation))
  const { data: settings } = useQuery(settingsQuery(organisation))
  const [isDeclaring, setIsDeclaring] = useState(false)
  const [ending, setEnding] = useState<Automation>()
  return (
    <Card
      title="Declared automations"
      aside={
        may('administrator') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsDeclaring(true)}>
            Declare one
          </Button>
        )
      }
    >
      <div className="stack">
        <p className="muted">
          What a program changes as it was declared opens no incident. Anything beyond does, and says why it is not
          covered. Emergency accounts never are.
          {settings !== undefined && ` Hours are in ${settings.zone}.`}
        </p>
        <WaitingNote kinds={['automation-declared']} />
        <Loaded query={query} lines={3}>
          {(automations) =>
            automations.length === 0 ? (
              <Empty icon={<IconRobot size={26} aria-hidden />} title="None is declared">
                Every change at a provider that no case of ours explains becomes an incident.
              </Empty>
            ) : (
              <Automations automations={automations} onEnd={setEnding} />
            )
          }
        </Loaded>
      </div>
      {isDeclaring && <DeclareAutomation onClose={() => setIsDeclaring(false)} />}
      <End automation={ending} onClose={() => setEnding(undefined)} />
    </Card>
  )
}

interface AutomationsProps {
  readonly automations: readonly Automation[]
  onEnd(automation: Automation): void
}

function Automations({ automations, onEnd }: AutomationsProps) {
  const { may } = useHere()
  return (
    <Table
      caption="Declared automations"
      rows={automations}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'Automation',
          width: '210px',
          cell: ({ id, who, provider, tenant }) => (
            <>
              <b>
                <Outside>{who}</Outside>
              </b>
              <small style={{ display: 'block' }}>
                {providerName(provider)}
                {tenant !== '' && (
                  <>
                    {' · '}
                    <Outside>{tenant}</Outside>
                  </>
                )}
              </small>
              <small className="mono">{id}</small>
            </>
          ),
        },
        {
          name: 'May',
          cell: (automation) => (
            <>
              {kindsText(automation.kinds)}
              <small style={{ display: 'block' }}>
                <Outside>{`of ${whomText(automation)}`}</Outside>
              </small>
            </>
          ),
        },
        {
          name: 'When',
          width: '170px',
          cell: ({ hours }) => capital(approverHoursText(hours)),
        },
        { name: 'State', width: '190px', cell: (automation) => <State automation={automation} /> },
        {
          name: 'Explained',
          width: '110px',
          cell: ({ explained, lastExplained }) => (
            <>
              {explained.toLocaleString('en')}
              {lastExplained !== null && (
                <small style={{ display: 'block' }}>
                  last <Ago at={lastExplained} />
                </small>
              )}
            </>
          ),
        },
        {
          name: 'Acts',
          isUnnamed: true,
          width: '80px',
          cell: (automation) =>
            automation.state === 'declared' &&
            may('administrator', 'approver', 'analyst') && (
              <Button size="xs" onClick={() => onEnd(automation)} aria-label={`End ${automation.id}`}>
                End…
              </Button>
            ),
        },
      ]}
    />
  )
}

function State({ automation: { state, ended, until } }: { readonly automation: Automation }) {
  if (state === 'over') {
    return (
      <Pill tone="quiet">
        <span>
          {ended === null ? 'Over since' : 'Ended'} <Time at={ended ?? until} />
        </span>
      </Pill>
    )
  }
  return (
    <Pill tone="ok">
      <span>
        Until <Time at={until} />
      </span>
    </Pill>
  )
}

interface EndProps {
  readonly automation: Automation | undefined
  onClose(): void
}

function End({ automation, onClose }: EndProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={automation !== undefined}
      title="End an automation"
      action="End with passkey"
      onClose={onClose}
      onSubmit={() => change({ kind: 'automation-ended', data: { id: automation?.id } })}
    >
      <p>
        What{' '}
        <b>
          <Outside>{automation?.who ?? ''}</Outside>
        </b>{' '}
        changes from now on opens an incident. What it changed until now stays explained. It is over for good: another
        has to be declared under another id.
      </p>
    </FormDialog>
  )
}
