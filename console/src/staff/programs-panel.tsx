/** Programs that may call the API: what each may read, until when, and one more or one less. */
import { Button, Checkbox, Modal, NumberInput, TextInput } from '@mantine/core'
import { IconPlus, IconTerminal2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tokensQuery } from '../api/tokens.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { sayProblem } from '../design/done.ts'
import { FieldGroup } from '../design/field-group.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Shown } from '../design/secret-shown.tsx'
import { Table } from '../design/table.tsx'
import { Ago, Time, useNow } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'

export function ProgramsPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(tokensQuery(organisation))
  const change = useChange()
  const [isAdding, setIsAdding] = useState(false)
  const [shown, setShown] = useState<string>()
  const close = (token: string) => change({ kind: 'machine-token-closed', data: { token } }).catch(sayProblem)
  return (
    <Card
      className="flush"
      title="Programs that may read"
      aside={
        may('administrator') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsAdding(true)}>
            Add a token
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(tokens) =>
          tokens.length === 0 ? (
            <Empty icon={<IconTerminal2 size={26} aria-hidden />} title="No program has a token">
              The command line and dashboards read with one. No token ever decides anything.
            </Empty>
          ) : (
            <Table
              caption="Tokens of programs"
              rows={tokens}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: 'Program',
                  cell: ({ name }) => (
                    <b>
                      <Outside>{name}</Outside>
                    </b>
                  ),
                },
                { name: 'May', cell: ({ permissions }) => <span className="mono">{permissions.join(', ')}</span> },
                { name: 'State', width: '150px', cell: (token) => <TokenState {...token} /> },
                {
                  name: 'Last used',
                  width: '110px',
                  cell: ({ lastUsed }) =>
                    lastUsed === null ? <span className="muted">never</span> : <Ago at={lastUsed} />,
                },
                {
                  name: 'Acts',
                  isUnnamed: true,
                  width: '90px',
                  cell: ({ id, name, closed }) =>
                    may('administrator') &&
                    closed === null && (
                      <Button size="xs" onClick={() => void close(id)} aria-label={`Close the token of ${name}`}>
                        Close
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <AddToken opened={isAdding} onClose={() => setIsAdding(false)} onShown={setShown} />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        closeOnClickOutside={false}
        title={<b>The token</b>}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="stack">
          <p>
            <b>It is shown once,</b> and kept nowhere in readable form.
          </p>
          <Shown value={shown ?? ''} label="Copy token" />
        </div>
      </Modal>
    </Card>
  )
}

function TokenState({ closed, expires }: { readonly closed: string | null; readonly expires: string }) {
  const now = useNow()
  if (closed !== null) return <Pill tone="quiet">Closed</Pill>
  if (Date.parse(expires) <= now) return <Pill tone="quiet">Expired</Pill>
  return (
    <Pill tone="ok">
      <span>
        Until <Time at={expires} />
      </span>
    </Pill>
  )
}

const PERMISSIONS = [
  { name: 'verdicts:read', what: 'lockouts, findings, outages, people' },
  { name: 'incidents:read', what: 'incidents' },
  { name: 'ledger:read', what: 'the ledger' },
  { name: 'sources:read', what: 'sources and quarantine' },
  { name: 'switchboard:read', what: 'the texts for callers' },
  { name: 'responses:read', what: 'playbooks and what they did' },
  { name: 'channels:read', what: 'channels and routes' },
] as const
const DAYS_DEFAULT = 90

interface AddTokenProps {
  readonly opened: boolean
  onClose(): void
  onShown(token: string): void
}

function AddToken({ opened, onClose, onShown }: AddTokenProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Add a token"
      action="Add with passkey"
      onClose={onClose}
      onSubmit={async ({ name, days, ...chosen }) => {
        const permissions = PERMISSIONS.filter((one) => chosen[one.name] !== undefined).map((one) => one.name)
        const outcome = await change({ kind: 'machine-token-added', data: { name, permissions, days: Number(days) } })
        if ('applied' in outcome && outcome.shown !== undefined) onShown(outcome.shown)
      }}
    >
      <TextInput name="name" label="Program" required maxLength={80} />
      <NumberInput name="days" label="Days until it expires" defaultValue={DAYS_DEFAULT} min={1} max={365} required />
      <FieldGroup legend="It may read">
        {PERMISSIONS.map(({ name, what }) => (
          <Checkbox key={name} name={name} label={name} description={what} defaultChecked={name === 'verdicts:read'} />
        ))}
      </FieldGroup>
    </FormDialog>
  )
}
