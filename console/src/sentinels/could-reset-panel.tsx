/** Who could reset somebody at a provider without Postern, why, and how much of it nothing explained. */
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Automation, automationsQuery, type CouldReset, couldResetQuery } from '../api/sentinels.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { Table } from '../design/table.tsx'
import { Ago, Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

export function CouldResetPanel() {
  const { organisation } = useHere()
  const query = useQuery(couldResetQuery(organisation))
  const { data: automations = [] } = useQuery(automationsQuery(organisation))
  return (
    <Card title="People and programs">
      <div className="stack">
        <p className="muted">
          Known by a role that is the provider’s own, or because the log shows that they did. Whoever has a role that
          you made there is seen once they use it.
        </p>
        <Loaded query={query} lines={6}>
          {(all) =>
            all.length === 0 ? (
              <Empty icon={<IconKey size={26} aria-hidden />} title="Nobody is known who could">
                Import the people with their roles, or connect a provider’s log: it shows who resets whom.
              </Empty>
            ) : (
              <ShowMore rows={all.toSorted((one, other) => other.unexplained - one.unexplained)}>
                {(shown) => <Resetters rows={shown} automations={automations} />}
              </ShowMore>
            )
          }
        </Loaded>
      </div>
    </Card>
  )
}

interface ResettersProps {
  readonly rows: readonly CouldReset[]
  readonly automations: readonly Automation[]
}

function Resetters({ rows, automations }: ResettersProps) {
  return (
    <Table
      caption="Who could reset somebody"
      rows={rows}
      keyOf={({ provider, tenant, label, account }) => JSON.stringify([provider, tenant, label, account])}
      columns={[
        {
          name: 'Who',
          width: '290px',
          cell: (one) => (
            <Who
              one={one}
              automation={declaredFor(one, automations)}
              isNamed={one.tenant !== '' && tenantsAt(one.provider, rows) > 1}
            />
          ),
        },
        { name: 'Why', cell: ({ why }) => <Why why={why} /> },
        {
          name: 'Last reset',
          width: '120px',
          cell: ({ lastUsed }) =>
            lastUsed === null ? <span className="muted">none seen</span> : <Ago at={lastUsed} />,
        },
        { name: 'In 30 days', isNumber: true, width: '100px', cell: ({ lately }) => lately.toLocaleString('en') },
        {
          name: 'Unexplained',
          width: '130px',
          cell: ({ unexplained }) => <Unexplained count={unexplained} />,
        },
      ]}
    />
  )
}

/** How many tenants of a provider are among them. */
function tenantsAt(provider: string, rows: readonly CouldReset[]): number {
  return new Set(rows.filter((one) => one.provider === provider && one.tenant !== '').map(({ tenant }) => tenant)).size
}

interface WhoProps {
  readonly one: CouldReset
  readonly automation: Automation | undefined
  /** With its tenant, because there are several. */
  readonly isNamed: boolean
}

function Who({ one: { label, provider, tenant, ours }, automation, isNamed }: WhoProps) {
  return (
    <>
      <b>
        <Outside>{label}</Outside>
      </b>
      <small style={{ display: 'block' }}>
        {providerName(provider)}
        {isNamed && (
          <>
            {' · '}
            <Outside>{tenant}</Outside>
          </>
        )}
      </small>
      {ours && <Pill tone="info">Postern’s own</Pill>}
      {automation !== undefined && <Pill tone="info">{`Declared: ${automation.id}`}</Pill>}
    </>
  )
}

/** The automation that is declared under this name now. */
function declaredFor({ provider, tenant, label }: CouldReset, automations: readonly Automation[]) {
  return automations.find(
    (one) =>
      one.state === 'declared' &&
      one.provider === provider &&
      (one.tenant === '' || one.tenant === tenant) &&
      one.who.toLowerCase() === label.toLowerCase(),
  )
}

function Why({ why }: Pick<CouldReset, 'why'>) {
  const roles = why.filter(({ role }) => role !== undefined)
  if (roles.length === 0) return <span className="muted">The log shows that they did</span>
  return roles.map(({ by, role = '', reach, since }) => (
    <div key={`${by} ${role}`}>
      <Outside>{role}</Outside>
      <small style={{ display: 'block' }}>
        {reach}
        {since !== undefined && (
          <>
            {by === 'role' ? '; since ' : '; the log shows it granted '}
            <Time at={since} />
          </>
        )}
      </small>
    </div>
  ))
}

function Unexplained({ count }: { readonly count: number }) {
  const { to } = useHere()
  if (count === 0) return <span className="muted">none</span>
  return (
    <Link to={to('/incidents')} aria-label={`${count} unexplained, among the incidents`}>
      <Pill tone="bad">{count.toLocaleString('en')}</Pill>
    </Link>
  )
}
