/** Finding a person: everybody who was imported, and whoever signed in. */
import { TextInput } from '@mantine/core'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { directoryQuery, type FoundPerson } from '../api/directory.ts'
import { Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { FrozenPill, TierPill } from './person-pills.tsx'

/** As many as the server gives at once. */
const SHOWN_MAX = 100

export function PeoplePage() {
  const { organisation, name } = useHere()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({ ...directoryQuery(organisation, q, SHOWN_MAX), placeholderData: keepPreviousData })
  return (
    <Page
      crumbs={name}
      title="People"
      lead="Whose accounts are whose, how bad losing them would be, and what keeps somebody out."
    >
      <TextInput
        aria-label="Name, address or employee number"
        placeholder="Name, address or employee number"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb={12}
        maw={420}
      />
      <Loaded query={query} lines={8}>
        {(people) => (people.length === 0 ? <Nobody isSearch={q !== ''} /> : <People people={people} />)}
      </Loaded>
    </Page>
  )
}

function Nobody({ isSearch }: { readonly isSearch: boolean }) {
  return (
    <div className="card">
      {isSearch ? (
        <Empty icon={<IconUsers size={26} aria-hidden />} title="Nobody is known by that">
          Try the beginning of a login name, a whole address, or an employee number.
        </Empty>
      ) : (
        <Empty icon={<IconUsers size={26} aria-hidden />} title="Nobody was imported yet">
          Whoever signed in is found by name all the same: type the beginning of it.
        </Empty>
      )}
    </div>
  )
}

function People({ people }: { readonly people: readonly FoundPerson[] }) {
  const { to } = useHere()
  return (
    <div className="card flush">
      <Table
        caption="People"
        opens
        rows={people}
        keyOf={({ person }) => person}
        columns={[
          {
            name: 'Person',
            cell: ({ person, accounts: [first] }) => (
              <RowLink to={to(`/people/${encodeURIComponent(first?.account ?? person)}`)}>
                <Outside>{first?.label ?? person}</Outside>
              </RowLink>
            ),
          },
          {
            name: 'Tier',
            width: '130px',
            cell: ({ tier }) =>
              tier === 'standard' ? <span className="muted">Standard</span> : <TierPill tier={tier} />,
          },
          {
            name: 'Accounts',
            width: '240px',
            cell: ({ accounts }) => (
              <>
                {accounts.length}{' '}
                <span className="muted">
                  {[...new Set(accounts.map(({ provider }) => providerName(provider)))].join(', ')}
                </span>
              </>
            ),
          },
          { name: 'Marks', width: '220px', cell: (person) => <Marks person={person} /> },
        ]}
      />
      {people.length === SHOWN_MAX && (
        <p className="muted" style={{ padding: '8px 8px 4px' }}>
          The first {SHOWN_MAX} are shown. Type more of the name.
        </p>
      )}
    </div>
  )
}

function Marks({ person: { isFrozen, isListed } }: { readonly person: FoundPerson }) {
  if (isFrozen) return <FrozenPill />
  return isListed ? null : <Pill tone="quiet">Seen in sign-ins only</Pill>
}
