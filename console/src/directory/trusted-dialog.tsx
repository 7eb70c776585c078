/** Naming who can vouch for a person: the whole list, which a second person agrees to (docs/directory.md, Approvers). */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { directoryQuery, type TrustedContacts } from '../api/directory.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { Outside, outsideText } from '../design/outside.tsx'
import { useHere } from '../shell/organisation.ts'

const NEEDED_MIN = 2
const CONTACTS_MAX = 10
const FOUND_MAX = 6

interface Chosen {
  readonly person: string
  readonly label: string
}

interface TrustedDialogProps {
  /** The id of whom they vouch for. */
  readonly person: string
  readonly trusted: TrustedContacts
  onClose(): void
}

export function TrustedDialog({ person, trusted, onClose }: TrustedDialogProps) {
  const change = useChange()
  const [chosen, setChosen] = useState<readonly Chosen[]>(() =>
    trusted.contacts.map(({ person, label }) => ({ person, label: label ?? person })),
  )
  return (
    <FormDialog
      opened
      title="Who can vouch for this person"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={({ needed }) => {
        const contacts = chosen.map(({ person }) => person)
        return change({ kind: 'trusted-contacts-set', data: { person, contacts, needed: Number(needed) } })
      }}
    >
      <p>
        A second person has to agree under Changes. Who is new counts after 30 days; each vouches for five people at
        most, and never in return.
      </p>
      <Named of={chosen} onRemove={(gone) => setChosen(chosen.filter((one) => one.person !== gone))} />
      {chosen.length < CONTACTS_MAX && (
        <Finder
          without={[person, ...chosen.map((one) => one.person)]}
          onChoose={(one) => setChosen([...chosen, one])}
        />
      )}
      <NativeSelect
        name="needed"
        label="How many of them have to vouch"
        defaultValue={trusted.needed}
        data={Array.from({ length: Math.max(1, chosen.length - NEEDED_MIN + 1) }, (_, more) =>
          String(NEEDED_MIN + more),
        )}
      />
    </FormDialog>
  )
}

function Named({ of, onRemove }: { readonly of: readonly Chosen[]; readonly onRemove: (person: string) => void }) {
  if (of.length === 0) return <p className="muted">Nobody yet. With nobody, nobody can vouch.</p>
  return (
    <ul className="choices" aria-label="Named">
      {of.map(({ person, label }) => (
        <li key={person} className="row">
          <span className="grow">
            <Outside>{label}</Outside>
          </span>
          <Button size="xs" onClick={() => onRemove(person)} aria-label={`Remove ${outsideText(label)}`}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface FinderProps {
  /** Who is not offered. */
  readonly without: readonly string[]
  onChoose(chosen: Chosen): void
}

function Finder({ without, onChoose }: FinderProps) {
  const { organisation } = useHere()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const { data: found = [] } = useQuery({ ...directoryQuery(organisation, q, FOUND_MAX), enabled: q !== '' })
  const offered = q === '' ? [] : found.filter(({ person, isListed }) => isListed && !without.includes(person))
  return (
    <div className="stack tight">
      <TextInput
        label="Add somebody"
        placeholder="Name, address or employee number"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter in a search field is no proposal.
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      <ul className="choices" aria-label="Found">
        {offered.map(({ person, accounts: [first] }) => (
          <li key={person} className="row">
            <span className="grow">
              <Outside>{first?.label ?? person}</Outside>
            </span>
            <Button
              size="xs"
              aria-label={`Add ${outsideText(first?.label ?? person)}`}
              onClick={() => {
                onChoose({ person, label: first?.label ?? person })
                setText('')
              }}
            >
              Add
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
