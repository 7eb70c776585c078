/** One account in doubt: both sides of it, and what two people can say. */
import { Button, Drawer } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type DirectoryPerson, directoryPersonQuery } from '../api/directory.ts'
import type { Doubt } from '../api/directory-settings.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Facts } from '../design/card.tsx'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { capital, providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import './imports.css'
import { useLinksThatWait } from './use-waiting.ts'

interface DoubtDrawerProps {
  readonly doubt: Doubt | undefined
  onClose(): void
}

export function DoubtDrawer({ doubt, onClose }: DoubtDrawerProps) {
  return (
    <Drawer
      opened={doubt !== undefined}
      onClose={onClose}
      size="xl"
      title={<b>Whose account is it?</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {doubt !== undefined && (
        <div className="stack">
          <Card className="warn" title="Why nobody says so">
            <p>{capital(doubt.why)}.</p>
          </Card>
          <div className="sides">
            <AccountSide doubt={doubt} />
            <PersonSide person={doubt.person} />
          </div>
          <Decide doubt={doubt} onDecided={onClose} />
        </div>
      )}
    </Drawer>
  )
}

function AccountSide({ doubt: { label, provider, tenant, id } }: { readonly doubt: Doubt }) {
  return (
    <Card title="The account">
      <Facts
        of={[
          ['Name', <Outside key="name">{label}</Outside>],
          ['Provider', providerName(provider)],
          ['Tenant', <Outside key="tenant">{tenant}</Outside>],
          [
            'Id',
            <span key="id" className="mono">
              <Outside>{id}</Outside>
            </span>,
          ],
        ]}
      />
    </Card>
  )
}

function PersonSide({ person }: { readonly person: string }) {
  const { organisation, to } = useHere()
  const query = useQuery(directoryPersonQuery(organisation, person))
  return (
    <Card title="The person it may be" aside={<Link to={to(`/people/${person}`)}>Open</Link>}>
      <Loaded query={query} lines={2}>
        {(found) => <PersonFacts found={found} />}
      </Loaded>
    </Card>
  )
}

function PersonFacts({ found: { tier, freeze, accounts } }: { readonly found: DirectoryPerson }) {
  const groups = [...new Set(accounts.flatMap(({ roles, groups }) => [...roles, ...groups]))]
  return (
    <div className="stack tight">
      <Facts
        of={[
          ['Tier', capital(tier)],
          ...(freeze === null ? [] : [['Frozen', 'nothing gives them access'] as const]),
          ...(groups.length === 0
            ? []
            : [['Roles and groups', <Outside key="groups">{groups.join(', ')}</Outside>] as const]),
        ]}
      />
      {accounts.map(({ account, label, provider, tenant }) => (
        <div key={account}>
          <b>
            <Outside>{label}</Outside>
          </b>
          <small style={{ display: 'block' }}>
            {providerName(provider)} · <Outside>{tenant}</Outside>
          </small>
        </div>
      ))}
    </div>
  )
}

function Decide({ doubt: { account, person }, onDecided }: { readonly doubt: Doubt; readonly onDecided: () => void }) {
  const { to, may } = useHere()
  const change = useChange()
  const waiting = useLinksThatWait().get(account)
  const deciding = useMutation({
    mutationFn: (kind: 'account-linked' | 'account-parted') => change({ kind, data: { account, person } }),
    onSuccess: onDecided,
  })
  if (waiting !== undefined) {
    return (
      <p>
        <Pill tone="info">
          {waiting.kind === 'account-linked' ? 'Proposed: it is theirs' : 'Proposed: it is not theirs'}
        </Pill>{' '}
        A second person decides under <Link to={to('/changes')}>Changes</Link>.
      </p>
    )
  }
  if (!may('administrator', 'approver')) return <p className="muted">Administrators and approvers decide this.</p>
  const isBusy = (kind: string) => deciding.isPending && deciding.variables === kind
  return (
    <>
      <ul className="stack tight" style={{ margin: 0, paddingLeft: 18 }}>
        <li>
          <b>Theirs:</b> tier and freeze count at once; the account proves nothing for 30 days.
        </li>
        <li>
          <b>Not theirs:</b> it is somebody else’s, with the same tier and freeze. Nobody is asked about the two again.
        </li>
      </ul>
      {deciding.isError && <ProblemCard error={deciding.error} />}
      <div className="row wrap">
        <Button loading={isBusy('account-linked')} onClick={() => deciding.mutate('account-linked')}>
          Propose: it is theirs
        </Button>
        <Button loading={isBusy('account-parted')} onClick={() => deciding.mutate('account-parted')}>
          Propose: it is not theirs
        </Button>
      </div>
      <small>With your passkey. A second person has to agree.</small>
    </>
  )
}
