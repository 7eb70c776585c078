/** People above standard, and lowerings that wait until everybody could object. */
import { Button } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type RaisedPerson, raisedPeopleQuery, type Tier } from '../api/directory-settings.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { sayProblem } from '../design/done.ts'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { WaitingNote } from './waiting-note.tsx'

/** As many as the server lists. */
const LISTED_MAX = 1000

const TONES: Readonly<Record<Tier, Tone>> = { standard: 'quiet', sensitive: 'info', privileged: 'warn' }

export function RaisedPanel() {
  const { organisation } = useHere()
  const query = useQuery(raisedPeopleQuery(organisation))
  return (
    <Card
      title="People above standard"
      aside={(query.data?.length ?? 0) >= LISTED_MAX && <small>the last {LISTED_MAX.toLocaleString('en')}</small>}
    >
      <div className="stack">
        <p className="muted">
          Raising counts at once. Lowering takes two people and seven days in which Postern was up, and whoever raises
          the person meanwhile ends the wait. Both are done on the person’s page.
        </p>
        <WaitingNote kinds={['tier-lowered']} />
        <Loaded query={query}>
          {(people) => {
            const above = people.filter(({ tier }) => tier !== 'standard')
            const raised = [
              ...above.filter(({ lowering }) => lowering !== null),
              ...above.filter(({ lowering }) => lowering === null),
            ]
            return raised.length === 0 ? (
              <Empty icon={<IconUsers size={26} aria-hidden />} title="Everybody is standard">
                Rules by role and group, imports and people raise somebody.
              </Empty>
            ) : (
              <ShowMore rows={raised}>{(shown) => <RaisedTable people={shown} />}</ShowMore>
            )
          }}
        </Loaded>
      </div>
    </Card>
  )
}

function RaisedTable({ people }: { readonly people: readonly RaisedPerson[] }) {
  const { to } = useHere()
  return (
    <Table
      caption="People above standard: those who are to be lowered, then the last changed"
      opens
      rows={people}
      keyOf={({ person }) => person}
      columns={[
        {
          name: 'Person',
          cell: ({ person, label }) => (
            <RowLink to={to(`/people/${person}`)}>
              <Outside>{label ?? person}</Outside>
            </RowLink>
          ),
        },
        { name: 'Tier', width: '140px', cell: ({ tier }) => <Pill tone={TONES[tier]}>{capital(tier)}</Pill> },
        { name: 'Lowering', cell: (person) => <Lowering of={person} /> },
      ]}
    />
  )
}

/** One person can end the wait: it only makes things stricter. */
function Lowering({ of: { person, tier, lowering, label } }: { readonly of: RaisedPerson }) {
  const { may } = useHere()
  const change = useChange()
  const keeping = useMutation({
    mutationFn: () => change({ kind: 'tier-raised', data: { person, tier } }),
    onError: sayProblem,
  })
  if (lowering === null) return <span className="muted">–</span>
  return (
    <span className="row wrap">
      <span>
        to {lowering.to} from <Time at={lowering.countsFrom} />
      </span>
      {may('administrator', 'approver') && (
        <Button
          size="xs"
          loading={keeping.isPending}
          onClick={() => keeping.mutate()}
          aria-label={`Keep at ${tier}: ${label ?? person}, with passkey`}
        >
          Keep at {tier}
        </Button>
      )}
    </span>
  )
}
