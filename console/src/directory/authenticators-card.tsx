/** What a person signs in with, as the provider lists it, and whether it may vouch for the rest. */
import { IconFingerprint, IconFingerprintOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { authenticatorsQuery, type DirectoryPerson } from '../api/directory.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { Age, AtProvider, currentFirst } from './age.tsx'
import { authenticatorName } from './words.ts'

export function AuthenticatorsCard({ person }: { readonly person: DirectoryPerson }) {
  const { organisation } = useHere()
  const query = useQuery(authenticatorsQuery(organisation, person.person))
  return (
    <Card className="flush" title="Authenticators">
      <Loaded query={query} lines={3}>
        {(authenticators) =>
          authenticators.length === 0 ? (
            <Empty icon={<IconFingerprintOff size={24} aria-hidden />} title="None are known">
              A file does not say them: they come with a list from a connected provider.
            </Empty>
          ) : (
            <Table
              caption="Authenticators"
              rows={currentFirst(authenticators)}
              keyOf={({ account, id, since }) => `${account} ${id} ${since}`}
              columns={[
                {
                  name: 'Kind',
                  cell: ({ kind, device, account }) => (
                    <>
                      <b>{authenticatorName(kind)}</b>
                      {device !== null && (
                        <small style={{ display: 'block' }}>
                          <Outside>{device}</Outside>
                        </small>
                      )}
                      <AtProvider of={person} account={account} />
                    </>
                  ),
                },
                {
                  name: 'Phishing',
                  width: '130px',
                  cell: ({ phishingResistant }) =>
                    phishingResistant ? (
                      <Pill tone="ok" icon={IconFingerprint}>
                        Resistant
                      </Pill>
                    ) : (
                      <Pill tone="quiet">Not resistant</Pill>
                    ),
                },
                { name: 'Added', width: '120px', cell: ({ added }) => <Maybe at={added} /> },
                { name: 'Last used', width: '120px', cell: ({ lastUsed }) => <Maybe at={lastUsed} /> },
                { name: 'As proof', width: '210px', cell: (one) => <Age {...one} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

/** As the provider says. */
function Maybe({ at }: { readonly at: string | null }) {
  return at === null ? <span className="muted">not said</span> : <Time at={at} />
}
