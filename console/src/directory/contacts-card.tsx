/** Where a person can be reached, masked: a check may expect the value, so that nobody reads it here (DESIGN §3 rule 3). */
import { IconAddressBookOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Contact, contactsQuery, type DirectoryPerson } from '../api/directory.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { Age, AtProvider, currentFirst } from './age.tsx'
import { CONTACT_KINDS } from './words.ts'

export function ContactsCard({ person }: { readonly person: DirectoryPerson }) {
  const { organisation } = useHere()
  const query = useQuery(contactsQuery(organisation, person.person))
  return (
    <Card className="flush" title="Contacts and manager">
      <Loaded query={query} lines={3}>
        {(contacts) =>
          contacts.length === 0 ? (
            <Empty icon={<IconAddressBookOff size={24} aria-hidden />} title="None are known">
              They come with an import that two people approve.
            </Empty>
          ) : (
            <Table
              caption="Contacts and manager"
              rows={currentFirst(contacts)}
              keyOf={({ account, kind, since }) => `${account} ${kind} ${since}`}
              columns={[
                {
                  name: 'Kind',
                  width: '110px',
                  cell: ({ kind, account }) => (
                    <>
                      <b>{CONTACT_KINDS[kind]}</b>
                      <AtProvider of={person} account={account} />
                    </>
                  ),
                },
                { name: 'Value', cell: (contact) => <Value contact={contact} /> },
                { name: 'Known since', width: '190px', cell: (contact) => <Origin contact={contact} /> },
                { name: 'As proof', width: '210px', cell: (contact) => <Proof contact={contact} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

function Value({ contact: { readable, masked, manager, managerLabel } }: { readonly contact: Contact }) {
  const { to } = useHere()
  if (readable === 'erased') return <span className="muted">Erased</span>
  if (readable === 'altered') return <Pill tone="bad">Not what was imported</Pill>
  if (manager !== null) {
    return (
      <Link to={to(`/people/${encodeURIComponent(manager)}`)}>
        <Outside>{managerLabel ?? manager}</Outside>
      </Link>
    )
  }
  if (masked === null) return <span className="muted">Nobody in the directory</span>
  return (
    <span className="mono">
      <Outside>{masked}</Outside>
    </span>
  )
}

/** An import's id is long enough with its beginning to be found in the list of imports. */
const SHORT_ID = 8

function Origin({ contact: { since, source, baseline } }: { readonly contact: Contact }) {
  const { to, may } = useHere()
  const id = <span className="mono">{source.slice(0, SHORT_ID)}</span>
  return (
    <>
      <Time at={since} />
      <small style={{ display: 'block' }}>
        {baseline ? 'baseline, ' : ''}import{' '}
        {may('approver', 'administrator', 'auditor') ? (
          <Link to={to(`/imports/${encodeURIComponent(source)}`)}>{id}</Link>
        ) : (
          id
        )}
      </small>
    </>
  )
}

function Proof({ contact }: { readonly contact: Contact }) {
  if (contact.readable !== 'yes') return <Pill tone="bad">Nobody acts on it</Pill>
  return (
    <>
      <Age {...contact} />
      {contact.ended !== null && contact.getsNotices && (
        <small style={{ display: 'block' }}>still gets every notice</small>
      )}
    </>
  )
}
