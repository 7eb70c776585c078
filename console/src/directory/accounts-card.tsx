/** The accounts that are one person's, since when, and what they may do. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DirectoryPerson, PersonAccount } from '../api/directory.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Facts } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Outside } from '../design/outside.tsx'
import { Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import type { PersonDialogProps } from './tier-dialogs.tsx'
import './directory.css'

export function AccountsCard({ person }: { readonly person: DirectoryPerson }) {
  const { may } = useHere()
  const [parting, setParting] = useState<PersonAccount>()
  return (
    <Card title="Accounts" aside={<small>{person.accounts.length}</small>}>
      {person.accounts.map((account) => (
        <div key={account.account} className="account">
          <h3>
            <Outside>{account.label}</Outside>
          </h3>
          <Facts of={factsOf(account)} />
          {/* The account that a person began with cannot be parted from them. */}
          {account.account !== person.person && may('approver', 'administrator') && (
            <Button size="xs" mt={8} onClick={() => setParting(account)}>
              Not theirs…
            </Button>
          )}
        </div>
      ))}
      {parting !== undefined && <PartDialog person={person} account={parting} onClose={() => setParting(undefined)} />}
    </Card>
  )
}

function factsOf({ provider, tenant, id, linked, roles, groups }: PersonAccount) {
  const list = (name: string, of: readonly string[]) =>
    of.length === 0 ? [] : [[name, <Names key={name} of={of} />] as const]
  return [
    ['At', `${providerName(provider)}`] as const,
    ['Tenant', <Id key="tenant">{tenant}</Id>] as const,
    ['Id', <Id key="id">{id}</Id>] as const,
    ['Linked', linked === null ? 'from the beginning' : <Time key="linked" at={linked} />] as const,
    ...list('Roles', roles),
    ...list('Groups', groups),
  ]
}

function Id({ children }: { readonly children: string }) {
  return (
    <span className="mono">
      <Outside>{children}</Outside>
    </span>
  )
}

function Names({ of }: { readonly of: readonly string[] }) {
  return of.map((name) => (
    <div key={name}>
      <Outside>{name}</Outside>
    </div>
  ))
}

function PartDialog({ person: { person }, account, onClose }: PersonDialogProps & { readonly account: PersonAccount }) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="This account is somebody else’s"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={() => change({ kind: 'account-parted', data: { account: account.account, person } })}
    >
      <p>
        <b>
          <Outside>{account.label}</Outside>
        </b>{' '}
        becomes a person of its own, who keeps tier and freeze. A second person has to agree under Changes, and no
        import joins the two again.
      </p>
    </FormDialog>
  )
}
