/** The registry of emergency accounts: nothing automatic touches them, and any use of one is told. Two people enter and remove. */
import { Button, TextInput } from '@mantine/core'
import { IconLifebuoy, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type EmergencyAccount, emergencyAccountsQuery, noteAccount } from '../api/directory-settings.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { AccountPlace } from './account-place.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function EmergencyPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(emergencyAccountsQuery(organisation))
  const [isRegistering, setIsRegistering] = useState(false)
  const [removing, setRemoving] = useState<EmergencyAccount>()
  return (
    <Card
      title="Emergency accounts"
      aside={
        may('administrator') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsRegistering(true)}>
            Register one
          </Button>
        )
      }
    >
      <div className="stack">
        <p className="muted">
          For the day on which nothing else works. Nothing automatic touches them, and any use of one is told on two
          channels.
        </p>
        <WaitingNote kinds={['emergency-account-registered', 'emergency-account-removed']} />
        <Loaded query={query} lines={2}>
          {(accounts) =>
            accounts.length === 0 ? (
              <Empty icon={<IconLifebuoy size={26} aria-hidden />} title="None is registered">
                Register the accounts that you keep for emergencies, so that no response locks them.
              </Empty>
            ) : (
              <Registry accounts={accounts} onRemove={setRemoving} />
            )
          }
        </Loaded>
      </div>
      <Register opened={isRegistering} onClose={() => setIsRegistering(false)} />
      <Remove account={removing} onClose={() => setRemoving(undefined)} />
    </Card>
  )
}

interface RegistryProps {
  readonly accounts: readonly EmergencyAccount[]
  onRemove(account: EmergencyAccount): void
}

function Registry({ accounts, onRemove }: RegistryProps) {
  const { may } = useHere()
  return (
    <Table
      caption="Emergency accounts"
      rows={accounts}
      keyOf={({ account }) => account}
      columns={[
        {
          name: 'Account',
          cell: ({ label, id }) => (
            <>
              <b>
                <Outside>{label}</Outside>
              </b>
              <small className="mono" style={{ display: 'block' }}>
                <Outside>{id}</Outside>
              </small>
            </>
          ),
        },
        {
          name: 'Where',
          cell: ({ provider, tenant }) => (
            <>
              {providerName(provider)}
              <small style={{ display: 'block' }}>
                <Outside>{tenant}</Outside>
              </small>
            </>
          ),
        },
        { name: 'Since', width: '130px', cell: ({ since }) => <Time at={since} /> },
        {
          name: 'Acts',
          isUnnamed: true,
          width: '110px',
          cell: (account) =>
            may('administrator') && (
              <Button size="xs" onClick={() => onRemove(account)} aria-label={`Remove ${account.label}`}>
                Remove…
              </Button>
            ),
        },
      ]}
    />
  )
}

function Register({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { organisation } = useHere()
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Register an emergency account"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={async ({ provider = '', tenant = '', id = '', label = '' }) => {
        const account = await noteAccount(organisation, { provider, tenant, id, label })
        return await change({ kind: 'emergency-account-registered', data: { account } })
      }}
    >
      <p>It need not have signed in yet. A second administrator has to agree.</p>
      <AccountPlace />
      <TextInput
        name="id"
        label="Id of the account"
        description="The provider’s own, which never changes: the object id, the user id."
        required
        maxLength={400}
      />
      <TextInput name="label" label="Login name" required maxLength={400} />
    </FormDialog>
  )
}

interface RemoveProps {
  readonly account: EmergencyAccount | undefined
  onClose(): void
}

function Remove({ account, onClose }: RemoveProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={account !== undefined}
      title="Remove an emergency account"
      action="Propose with passkey"
      isGrave
      onClose={onClose}
      onSubmit={() => change({ kind: 'emergency-account-removed', data: { account: account?.account } })}
    >
      <p>
        Automatic response may stop{' '}
        <b>
          <Outside>{account?.label ?? ''}</Outside>
        </b>{' '}
        from signing in, and its use is told no more. A second administrator has to agree.
      </p>
    </FormDialog>
  )
}
