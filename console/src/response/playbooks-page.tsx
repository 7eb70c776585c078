/** Playbooks: what happens by itself after a finding, what it did, and what it would have done. */
import { Button, Tabs } from '@mantine/core'
import { IconBolt, IconPlayerPause, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Playbook, pausePlaybooks, playbooksQuery } from '../api/response.ts'
import { ReasonField } from '../approvals/reason-field.tsx'
import { useChange } from '../approvals/use-change.ts'
import { Empty, Page } from '../design/card.tsx'
import { sayDone } from '../design/done.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { DryRunDialog } from './dry-run-dialog.tsx'
import { EditPlaybook } from './edit-playbook.tsx'
import { RemovePlaybook } from './remove-playbook.tsx'
import { ResponsesPanel } from './responses-panel.tsx'

export function PlaybooksPage() {
  const { organisation, name, may } = useHere()
  const mayWrite = may('analyst', 'administrator')
  const query = useQuery(playbooksQuery(organisation))
  const [isPausing, setIsPausing] = useState(false)
  const [isAdding, setIsAdding] = useState(false)
  const isPaused = query.data?.some(({ paused }) => paused !== null) ?? false
  return (
    <Page
      crumbs={name}
      title="Playbooks"
      lead="What happens by itself after a finding. Nothing here touches an emergency account or turns MFA off."
      actions={
        (mayWrite || may('approver')) && (
          <>
            {mayWrite && (
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsAdding(true)}>
                New
              </Button>
            )}
            {isPaused ? (
              <ResumeButton />
            ) : (
              <Button leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={() => setIsPausing(true)}>
                Pause all…
              </Button>
            )}
          </>
        )
      }
    >
      <Tabs defaultValue="playbooks" keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="playbooks">Playbooks</Tabs.Tab>
          <Tabs.Tab value="responses">What they did</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="playbooks">
          <Loaded query={query}>
            {(playbooks) =>
              playbooks.length === 0 ? (
                <div className="card">
                  <Empty icon={<IconBolt size={26} aria-hidden />} title="No playbook yet" />
                </div>
              ) : (
                <div className="stack">
                  {playbooks.map((playbook) => (
                    <PlaybookCard key={playbook.id} playbook={playbook} />
                  ))}
                </div>
              )
            }
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="responses">
          <ResponsesPanel />
        </Tabs.Panel>
      </Tabs>
      <PauseDialog opened={isPausing} onClose={() => setIsPausing(false)} />
      <EditPlaybook opened={isAdding} onClose={() => setIsAdding(false)} />
    </Page>
  )
}

function PlaybookCard({ playbook }: { readonly playbook: Playbook }) {
  const { may } = useHere()
  const [isTrying, setIsTrying] = useState(false)
  const [isEditing, setIsEditing] = useState(false)
  const [isRemoving, setIsRemoving] = useState(false)
  return (
    <section className="card" aria-label={playbook.name}>
      <header>
        <h2>
          <Outside>{playbook.name}</Outside>
        </h2>
        <Mode playbook={playbook} />
      </header>
      <pre className="secret">{playbook.yaml}</pre>
      <div className="row wrap" style={{ marginTop: 10 }}>
        {may('analyst', 'administrator') && <Button onClick={() => setIsTrying(true)}>Dry run…</Button>}
        {may('analyst', 'administrator') && <Button onClick={() => setIsEditing(true)}>Change…</Button>}
        {may('administrator') && <Button onClick={() => setIsRemoving(true)}>Remove…</Button>}
      </div>
      <DryRunDialog yaml={playbook.yaml} opened={isTrying} onClose={() => setIsTrying(false)} />
      <RemovePlaybook playbook={playbook} opened={isRemoving} onClose={() => setIsRemoving(false)} />
      <EditPlaybook playbook={playbook} opened={isEditing} onClose={() => setIsEditing(false)} />
    </section>
  )
}

function Mode({ playbook: { mode, until, paused } }: { readonly playbook: Playbook }) {
  if (paused !== null) {
    return (
      <Pill tone="warn" icon={IconPlayerPause}>
        Paused
      </Pill>
    )
  }
  if (mode === 'active') return <Pill tone="ok">Active</Pill>
  return (
    <Pill tone="info">
      <span>
        Only reports
        {until !== null && (
          <>
            , until <Time at={until} />
          </>
        )}
      </span>
    </Pill>
  )
}

function PauseDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { organisation } = useHere()
  const queries = useQueryClient()
  return (
    <FormDialog
      opened={opened}
      title="Pause all playbooks"
      action="Pause with passkey"
      isGrave
      onClose={onClose}
      onSubmit={async ({ reason = '' }) => {
        await pausePlaybooks(organisation, reason)
        sayDone('Paused. The others are told now.')
        await queries.invalidateQueries({ queryKey: [organisation, 'playbooks'] })
      }}
    >
      <p>Nothing happens by itself until two people start them again. The others are paged now.</p>
      <ReasonField label="Why?" />
    </FormDialog>
  )
}

function ResumeButton() {
  const change = useChange()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Button variant="filled" onClick={() => setIsAsking(true)}>
        Start again…
      </Button>
      <FormDialog
        opened={isAsking}
        title="Start the playbooks again"
        action="Propose with passkey"
        onClose={() => setIsAsking(false)}
        onSubmit={() => change({ kind: 'playbooks-resumed', data: {} })}
      >
        <p>A second person has to agree, under Changes.</p>
      </FormDialog>
    </>
  )
}
