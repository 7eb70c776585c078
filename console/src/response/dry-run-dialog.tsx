/** What a playbook would have done with the findings of the last days. Nothing happens. */
import { Button, Modal, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type DryRun, dryRun } from '../api/response.ts'
import { Empty } from '../design/card.tsx'
import { ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { detectionName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

const DAYS = [1, 7, 30, 90]

interface DryRunDialogProps {
  readonly yaml: string
  readonly opened: boolean
  onClose(): void
}

export function DryRunDialog({ yaml, opened, onClose }: DryRunDialogProps) {
  const { organisation } = useHere()
  const [days, setDays] = useState(7)
  const running = useMutation({ mutationFn: () => dryRun(organisation, yaml, days) })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<b>Dry run</b>}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="stack">
        <p>What it would have done with past findings. Nothing happens, and nobody is told.</p>
        <div className="row wrap">
          <NativeSelect
            aria-label="How far back"
            value={String(days)}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
            data={DAYS.map((count) => ({
              value: String(count),
              label: count === 1 ? 'Last day' : `Last ${count} days`,
            }))}
          />
          <Button variant="filled" loading={running.isPending} onClick={() => running.mutate()}>
            Run
          </Button>
        </div>
        {running.isError && <ProblemCard error={running.error} />}
        {running.data !== undefined && <Would would={running.data.would} />}
      </div>
    </Modal>
  )
}

function Would({ would }: DryRun) {
  if (would.length === 0) return <Empty title="It would have done nothing" />
  return (
    <Table
      caption="What it would have done"
      rows={would.map((one, index) => ({ ...one, index }))}
      keyOf={({ index }) => String(index)}
      columns={[
        {
          name: 'Finding',
          cell: ({ detection, summary, held }) => (
            <>
              <b>{detectionName(detection)}</b>
              <small style={{ display: 'block' }}>
                <Outside>{summary}</Outside>
              </small>
              {held !== null && (
                <Pill tone="warn">{held === 'limit' ? 'Beyond the limit: a person decides' : 'Paused'}</Pill>
              )}
            </>
          ),
        },
        { name: 'When', width: '130px', cell: ({ time }) => <Time at={time} /> },
        {
          name: 'Who',
          cell: ({ person }) =>
            person === null ? <span className="muted">nobody by name</span> : <Outside>{person}</Outside>,
        },
        {
          name: 'Steps',
          cell: ({ steps }) => (
            <ol style={{ margin: 0, paddingLeft: 18 }}>
              {steps.map(({ step, approval }) => (
                <li key={step}>
                  <Outside>{step}</Outside>
                  {approval && <span className="muted">, after approval</span>}
                </li>
              ))}
            </ol>
          ),
        },
      ]}
    />
  )
}
