/** Who cannot complete MFA, and why: a dense list, and one story beside it. */
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { IconMoodCheck, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Lockout, type LockoutState, lockoutsQuery } from '../api/verdicts.ts'
import { Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { RowButton, Table } from '../design/table.tsx'
import { Lasting, Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { CatchingUp } from '../watch/catching-up.tsx'
import { LockoutDrawer } from './lockout-drawer.tsx'
import { capital, causeName, endedBy, peopleOf, providerName } from './words.ts'

interface Row {
  readonly id: string
  readonly verdict: Lockout
}

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'ended', label: 'Ended' },
  { value: 'all', label: 'All' },
]

export function LockoutsPage() {
  const { organisation, name } = useHere()
  const { open } = useSearch({ from: '/o/$organisation/lockouts' })
  const navigate = useNavigate({ from: '/o/$organisation/lockouts' })
  const [state, setState] = useState<LockoutState>('open')
  const [cause, setCause] = useState('')
  const [text, setText] = useState('')
  const query = useQuery(lockoutsQuery(organisation, state))
  // A link may name one that has ended since.
  const isElsewhere = open !== undefined && query.data?.every(({ id }) => id !== open) === true
  const all = useQuery({ ...lockoutsQuery(organisation, 'all'), enabled: isElsewhere })
  const opened = [...(query.data ?? []), ...(all.data ?? [])].find(({ id }) => id === open)
  // With one provider only, the column would say the same in every row.
  const providers = new Set(query.data?.map(({ verdict }) => verdict.provider))
  const causes = [...new Set(query.data?.map(({ verdict }) => verdict.cause))].sort()
  const show = (id: string | undefined) =>
    void navigate({ search: id === undefined ? {} : { open: id }, replace: true })

  return (
    <Page
      crumbs={name}
      title="Lockouts"
      lead="People who cannot complete MFA, and why. An attack is never listed here."
    >
      <CatchingUp />
      <div className="row wrap" style={{ marginBottom: 12 }}>
        <SegmentedControl
          aria-label="Which lockouts"
          data={STATES}
          value={state}
          onChange={(value) => setState(value as LockoutState)}
        />
        <TextInput
          aria-label="Filter by name"
          placeholder="Filter by name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Filter by cause"
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          data={[
            { value: '', label: 'Every cause' },
            ...causes.map((one) => ({ value: one, label: capital(causeName(one)) })),
          ]}
        />
      </div>
      <Loaded query={query} lines={8}>
        {(data) => {
          const rows = data.filter(
            ({ verdict, withdrawn }) =>
              withdrawn === null && (cause === '' || verdict.cause === cause) && hasName(verdict, text),
          )
          if (rows.length === 0) return <Nobody isFiltered={cause !== '' || text !== ''} state={state} />
          return (
            <div className="card flush">
              <Table
                caption="Lockouts"
                opens
                rows={rows}
                keyOf={({ id }) => id}
                columns={[
                  {
                    name: 'Who',
                    width: '252px',
                    cell: ({ id, verdict }) => <Who verdict={verdict} onOpen={() => show(id)} />,
                  },
                  { name: 'Cause', width: '170px', cell: ({ verdict }) => capital(causeName(verdict.cause)) },
                  { name: 'State', width: '176px', cell: ({ verdict }) => <State verdict={verdict} /> },
                  { name: 'Since', width: '92px', cell: ({ verdict }) => <Time at={verdict.start} /> },
                  { name: 'Tries', isNumber: true, width: '60px', cell: ({ verdict }) => verdict.attempts },
                  ...(providers.size > 1
                    ? [{ name: 'Where', width: '76px', cell: ({ verdict }: Row) => providerName(verdict.provider) }]
                    : []),
                  { name: 'Next step', cell: ({ verdict }) => <Next text={verdict.next} /> },
                ]}
              />
            </div>
          )
        }}
      </Loaded>
      <LockoutDrawer lockout={opened?.verdict} withdrawn={opened?.withdrawn ?? null} onClose={() => show(undefined)} />
    </Page>
  )
}

function hasName({ people }: Lockout, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return people.some((person) => person.toLowerCase().includes(wanted))
}

function Who({ verdict, onOpen }: { readonly verdict: Lockout; readonly onOpen: () => void }) {
  const { first, more } = peopleOf(verdict)
  return (
    <>
      <RowButton onOpen={onOpen}>
        <Outside>{first}</Outside>
      </RowButton>
      {more > 0 && <span className="muted"> and {more} more</span>}
    </>
  )
}

/** The whole of it stands in the drawer. */
function Next({ text }: { readonly text: string }) {
  return (
    <span className="muted brief" title={text}>
      {text}
    </span>
  )
}

function State({ verdict: { ended, start } }: { readonly verdict: Lockout }) {
  if (ended === null) {
    return (
      <Pill tone="warn">
        <span>
          Locked out <Lasting from={start} />
        </span>
      </Pill>
    )
  }
  return (
    <Pill tone="ok" title={endedBy(ended.by)}>
      <span>
        Ended after <Lasting from={start} to={ended.at} />
      </span>
    </Pill>
  )
}

function Nobody({ isFiltered, state }: { readonly isFiltered: boolean; readonly state: LockoutState }) {
  return (
    <div className="card">
      {isFiltered ? (
        <Empty title="No lockout fits the filter">Widen it, or look among all.</Empty>
      ) : (
        <Empty
          icon={<IconMoodCheck size={26} aria-hidden />}
          title={state === 'open' ? 'Nobody is locked out' : 'No lockout yet'}
        >
          Somebody who cannot complete MFA appears here within moments.
        </Empty>
      )}
    </div>
  )
}
