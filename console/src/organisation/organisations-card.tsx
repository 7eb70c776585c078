/** The organisations that were founded from the one that runs the installation, and founding another. */
import { Button, TextInput } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { foundedQuery, settingsQuery } from '../api/organisation.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'

/** Nothing in an organisation from which none is founded, and for those who may not look. */
export function OrganisationsCard() {
  const { organisation, may } = useHere()
  const { data: settings } = useQuery(settingsQuery(organisation))
  return settings?.home === true && may('administrator', 'auditor') ? <Founded home={organisation} /> : null
}

function Founded({ home }: { readonly home: string }) {
  const { may } = useHere()
  const query = useQuery(foundedQuery(home))
  const [isFounding, setIsFounding] = useState(false)
  return (
    <Card title="Organisations">
      <div className="stack">
        <p>Each has people, sources, a ledger and keys of its own, and sees nothing of the others.</p>
        <Loaded query={query} lines={2}>
          {(organisations) =>
            organisations.length === 0 ? (
              <Empty icon={<IconBuilding size={26} aria-hidden />} title="None but this one" />
            ) : (
              <Table
                caption="Organisations that were founded here"
                rows={organisations}
                keyOf={({ id }) => id}
                columns={[
                  {
                    name: 'Name',
                    cell: ({ name, by }) => (
                      <>
                        <b>
                          <Outside>{name}</Outside>
                        </b>
                        <small style={{ display: 'block' }}>
                          by <Outside>{by.map(({ id, name: whose }) => whose ?? id).join(' and ')}</Outside>
                        </small>
                      </>
                    ),
                  },
                  { name: 'Founded', width: '130px', cell: ({ founded }) => <Time at={founded} /> },
                ]}
              />
            )
          }
        </Loaded>
        {may('administrator') && (
          <div>
            <Button onClick={() => setIsFounding(true)}>Found another…</Button>
          </div>
        )}
        <FoundDialog opened={isFounding} onClose={() => setIsFounding(false)} />
      </div>
    </Card>
  )
}

function FoundDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Found another organisation"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={({ name }) => change({ kind: 'organisation-founded', data: { name } })}
    >
      <p>A second administrator has to agree, under Changes. Then the two of you have your roles there, too.</p>
      <TextInput name="name" label="Name" required maxLength={200} />
    </FormDialog>
  )
}
