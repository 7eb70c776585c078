/** Who can vouch for a person, from when on, and how many have to. */
import { Button } from '@mantine/core'
import { IconUsersPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type DirectoryPerson, type TrustedContacts, trustedContactsQuery } from '../api/directory.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { Age } from './age.tsx'
import { TrustedDialog } from './trusted-dialog.tsx'

export function TrustedCard({ person }: { readonly person: DirectoryPerson }) {
  const { organisation, may } = useHere()
  const query = useQuery(trustedContactsQuery(organisation, person.person))
  const [isOpen, setIsOpen] = useState(false)
  const change = query.data !== undefined && may('approver', 'administrator') && (
    <Button size="xs" onClick={() => setIsOpen(true)}>
      {query.data.contacts.length === 0 ? 'Name them…' : 'Change…'}
    </Button>
  )
  return (
    <Card className="flush" title="Trusted contacts" aside={change}>
      <Loaded query={query} lines={2}>
        {(trusted) => (
          <>
            <Trusted trusted={trusted} />
            {isOpen && <TrustedDialog person={person.person} trusted={trusted} onClose={() => setIsOpen(false)} />}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Trusted({ trusted: { needed, contacts } }: { readonly trusted: TrustedContacts }) {
  const { to } = useHere()
  if (contacts.length === 0) {
    return (
      <Empty icon={<IconUsersPlus size={24} aria-hidden />} title="Nobody was named">
        People who know them, and can vouch that it is they.
      </Empty>
    )
  }
  return (
    <>
      <p className="muted" style={{ padding: '0 8px 6px' }}>
        {needed} of {contacts.length} have to vouch, each with a passkey of their own.
      </p>
      <Table
        caption="Trusted contacts"
        rows={contacts}
        keyOf={({ person }) => person}
        columns={[
          {
            name: 'Person',
            cell: ({ person, label }) => (
              <Link to={to(`/people/${encodeURIComponent(person)}`)}>
                <Outside>{label ?? person}</Outside>
              </Link>
            ),
          },
          { name: 'Named', width: '190px', cell: ({ since }) => <Time at={since} /> },
          { name: 'Can vouch', width: '210px', cell: (one) => <Age {...one} ended={null} /> },
        ]}
      />
    </>
  )
}
