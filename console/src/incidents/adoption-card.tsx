/** A change made outside of Postern: who may answer for it, and who did (docs/sentinels.md, Adopting a reset that was right). */
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { adoptChange, adoptionQuery, type IncidentFull } from '../api/incidents.ts'
import { Card, Facts } from '../design/card.tsx'
import { sayDone } from '../design/done.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Time } from '../design/time.tsx'
import { DECIDERS, useHere } from '../shell/organisation.ts'

const CHECKS = [
  { value: 'callback', label: 'Rung back on a number known before' },
  { value: 'in-person', label: 'Seen in person, with a document' },
  { value: 'manager', label: 'Vouched for by their manager' },
  { value: 'document', label: 'A document with a live match' },
  { value: 'other-authenticator', label: 'Another authenticator of theirs' },
]
const STATEMENT_MIN = 20
const STATEMENT_MAX = 4000

/** Nothing on an incident that is about anything else. */
export function AdoptionCard({ incident }: { readonly incident: IncidentFull }) {
  const { may } = useHere()
  if (incident.adopted !== null) return <Adopted incident={incident} adopted={incident.adopted} />
  if (incident.adopting === null) return null
  const { refused } = may('analyst', 'approver', 'administrator') ? incident.adopting : BEYOND_ROLE
  return (
    <Card title="If the change was right">
      {refused === null ? (
        <Adopt incident={incident} />
      ) : (
        <div className="stack tight">
          <p>
            <b>You cannot adopt it.</b> <Outside>{refused.text}</Outside>
          </p>
          <p className="muted">{OTHER_WAYS[refused.code]}</p>
        </div>
      )}
    </Card>
  )
}

const BEYOND_ROLE = {
  refused: { code: 'ERR_FORBIDDEN', text: 'That takes an analyst, an approver or an administrator.' },
}

const OTHER_WAYS: Readonly<Record<string, string>> = {
  ERR_INCIDENT_YOURS: 'Ask a colleague to verify the person and to adopt it.',
  ERR_INCIDENT_ABOUT_YOU: 'A colleague verifies you, and adopts it.',
  ERR_INCIDENT_NOT_ADOPTABLE: 'Close it instead: a second person has to agree.',
}

function Adopt({ incident }: { readonly incident: IncidentFull }) {
  const { to } = useHere()
  const [isAdopting, setIsAdopting] = useState(false)
  return (
    <div className="stack tight">
      <p>
        Verify the person, and answer for it. That closes the incident. Whoever made the change, or is concerned by it,
        cannot.
      </p>
      <div>
        <Button onClick={() => setIsAdopting(true)}>Adopt this change…</Button>
      </div>
      <p className="muted">
        A program at its daily work? Two people can{' '}
        <Link to={to('/outside')} search={{ tab: 'automations' }}>
          declare it as an automation
        </Link>
        .
      </p>
      <AdoptDialog incident={incident} opened={isAdopting} onClose={() => setIsAdopting(false)} />
    </div>
  )
}

interface AdoptDialogProps {
  readonly incident: IncidentFull
  readonly opened: boolean
  onClose(): void
}

function AdoptDialog({ incident, opened, onClose }: AdoptDialogProps) {
  const { organisation } = useHere()
  const queries = useQueryClient()
  return (
    <FormDialog
      opened={opened}
      title="Adopt this change"
      action="Adopt with passkey"
      onClose={onClose}
      onSubmit={async ({ identity = '', statement = '' }) => {
        await adoptChange(organisation, incident, { identity, statement })
        sayDone('Adopted: you answer for the change, and the incident is closed.')
        void queries.invalidateQueries({ queryKey: [organisation] })
      }}
    >
      <p>You say that it was for the right person. The ledger says that you did, and how you know.</p>
      <NativeSelect
        name="identity"
        label="How was the person verified?"
        data={[{ value: '', label: 'Choose…' }, ...CHECKS]}
        required
      />
      <Textarea
        name="statement"
        label="What shows it?"
        description="Who was seen or rung, by whom, on which number, which ticket. Analysts, approvers, administrators and auditors can read it until the person is erased; the ledger does not have it."
        required
        minLength={STATEMENT_MIN}
        maxLength={STATEMENT_MAX}
        rows={5}
      />
    </FormDialog>
  )
}

interface AdoptedProps {
  readonly incident: IncidentFull
  readonly adopted: NonNullable<IncidentFull['adopted']>
}

function Adopted({ incident, adopted: { by, identity } }: AdoptedProps) {
  const { may } = useHere()
  return (
    <Card title="Adopted">
      <div className="stack">
        <Facts
          of={[
            ['By', by.name],
            ['Verified', CHECKS.find(({ value }) => value === identity)?.label ?? identity],
          ]}
        />
        {may(...DECIDERS) ? (
          <Statement incident={incident.id} />
        ) : (
          <p className="muted">Analysts, approvers, administrators and auditors can read what they stated.</p>
        )}
      </div>
    </Card>
  )
}

function Statement({ incident }: { readonly incident: string }) {
  const { organisation } = useHere()
  const query = useQuery(adoptionQuery(organisation, incident))
  return (
    <Loaded query={query} lines={2}>
      {({ at, statement }) => (
        <div>
          <h3>
            What they stated, <Time at={at} />
          </h3>
          {statement === null ? (
            <p className="muted">It was erased together with the person.</p>
          ) : (
            <p style={{ whiteSpace: 'pre-wrap' }}>
              “<Outside>{statement}</Outside>”
            </p>
          )}
        </div>
      )}
    </Loaded>
  )
}
