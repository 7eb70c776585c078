/** Finding a person. */
import { TextInput } from '@mantine/core'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { peopleQuery } from '../api/people.ts'
import { Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

export function PeoplePage() {
  const { organisation, name, to } = useHere()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({ ...peopleQuery(organisation, q), placeholderData: keepPreviousData })
  return (
    <Page
      crumbs={name}
      title="People"
      lead="Everybody whose sign-ins were seen: what keeps them out, what is usual for them, and where they came from."
    >
      <TextInput
        aria-label="Name or address"
        placeholder="Name, user name or address"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb={12}
        maw={420}
      />
      {q === '' ? (
        <div className="card">
          <Empty icon={<IconUsers size={26} aria-hidden />} title="Whom do you look for?">
            The beginning of a name, of a word in it, or the account’s id.
          </Empty>
        </div>
      ) : (
        <Loaded query={query} lines={8}>
          {(people) =>
            people.length === 0 ? (
              <div className="card">
                <Empty icon={<IconUsers size={26} aria-hidden />} title="Nobody is known by that name">
                  Try the beginning of it, or the user name.
                </Empty>
              </div>
            ) : (
              <div className="card flush">
                <Table
                  caption="People"
                  opens
                  rows={people}
                  keyOf={({ id }) => id}
                  columns={[
                    {
                      name: 'Person',
                      cell: ({ id, label }) => (
                        <RowLink to={to(`/people/${encodeURIComponent(id)}`)}>
                          <Outside>{label}</Outside>
                        </RowLink>
                      ),
                    },
                    { name: 'Provider', width: '160px', cell: ({ provider }) => providerName(provider) },
                    { name: 'Account', cell: ({ account }) => <span className="mono muted">{account}</span> },
                  ]}
                />
              </div>
            )
          }
        </Loaded>
      )}
    </Page>
  )
}
