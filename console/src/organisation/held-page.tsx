/** What is missing after an older backup was put back, and the two people who go on from there. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { epochQuery, type Lost, openEpoch, settingsQuery } from '../api/organisation.ts'
import { Card, Empty, Facts, Page } from '../design/card.tsx'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { useHere } from '../shell/organisation.ts'

export function HeldPage() {
  const { organisation, name } = useHere()
  const settings = useQuery(settingsQuery(organisation))
  return (
    <Page crumbs={name} title="Held ledger" lead="While the ledger is held nothing is written, so nothing happens.">
      <Loaded query={settings} lines={3}>
        {({ held }) =>
          held === null ? (
            <Empty title="The ledger is not held">It is what is remembered of it.</Empty>
          ) : (
            <div className="stack">
              <Card title="Why">
                <p>
                  <Outside>{held}</Outside>
                </p>
              </Card>
              <Missing />
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

/** Only where entries are missing can people go on; where they were rewritten, somebody has to find out by whom. */
function Missing() {
  const { organisation, may } = useHere()
  const query = useQuery({ ...epochQuery(organisation), enabled: may('administrator') })
  if (!may('administrator')) return <p className="muted">Two administrators decide how to go on.</p>
  return (
    <Loaded query={query} lines={4}>
      {({ lost }) =>
        lost === null ? (
          <Empty title="Nothing that can be gone on from">
            This is no older backup. Export the ledger and verify it: postern ledger verify names the entry.
          </Empty>
        ) : (
          <OpenEpoch lost={lost} />
        )
      }
    </Loaded>
  )
}

function OpenEpoch({ lost: { follows, opens, kept, missing } }: { readonly lost: Lost }) {
  const { organisation } = useHere()
  const queries = useQueryClient()
  const [said, setSaid] = useState<'waits' | 'opened'>()
  const opening = useMutation({
    mutationFn: () => openEpoch(organisation),
    onSuccess: (isOpened) => {
      setSaid(isOpened ? 'opened' : 'waits')
      if (isOpened) void queries.invalidateQueries()
    },
  })
  return (
    <Card title="What is missing">
      <Facts
        of={[
          ['Entries that are there', kept.toLocaleString('en')],
          ['Signed later, and gone', missing.toLocaleString('en')],
          ['The ledger so far', <Outside key="follows">{follows}</Outside>],
          ['It would go on as', <Outside key="opens">{opens}</Outside>],
        ]}
      />
      <div className="stack" style={{ marginTop: 12 }}>
        <p>
          A newer backup would bring them back. If there is none, two administrators say so, each with a passkey, within
          a few minutes. All sessions end, and Postern starts anew. Afterwards look through staff and sources: what was
          removed in the lost stretch is there again.
        </p>
        {opening.isError && <ProblemCard error={opening.error} />}
        <div role="status">
          {said === 'waits' && <Pill tone="info">You have said so. Another administrator has to, too.</Pill>}
          {said === 'opened' && <Pill tone="ok">It is open. Postern starts anew: sign in again in a moment.</Pill>}
        </div>
        {said !== 'opened' && (
          <div>
            <Button variant="filled" loading={opening.isPending} onClick={() => opening.mutate()}>
              Go on without them, with passkey
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}
