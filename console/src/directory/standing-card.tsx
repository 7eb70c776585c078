/** How bad losing the account is, whether anything gives the person access, and who may change that. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Change, changesQuery } from '../api/changes.ts'
import { type DirectoryPerson, tiersAbove, tiersBelow } from '../api/directory.ts'
import { Card, Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { FreezeDialog, UnfreezeDialog } from './freeze-dialogs.tsx'
import { FrozenPill, TierPill } from './person-pills.tsx'
import { KeepTierDialog, LowerTierDialog, RaiseTierDialog } from './tier-dialogs.tsx'
import { FROZEN_BECAUSE, TIERS } from './words.ts'

interface OfPerson {
  readonly person: DirectoryPerson
}

type Act = 'raise' | 'lower' | 'keep' | 'freeze' | 'unfreeze'

export function StandingCard({ person }: OfPerson) {
  const { organisation, may } = useHere()
  const [act, setAct] = useState<Act>()
  const { data: changes = [] } = useQuery({
    ...changesQuery(organisation),
    enabled: may('analyst', 'approver', 'administrator', 'auditor'),
  })
  const waiting = changes.filter(({ data }) => isAbout(data, person))
  const dialog = { person, onClose: () => setAct(undefined) }
  return (
    <Card title="Standing">
      <div className="stack">
        <Facts
          of={[
            ['Tier', <TierNow key="tier" person={person} />],
            ['Access', <AccessNow key="access" person={person} />],
          ]}
        />
        <Waiting changes={waiting} />
        <Acts person={person} waiting={waiting} onAct={setAct} />
      </div>
      {act === 'raise' && <RaiseTierDialog {...dialog} />}
      {act === 'lower' && <LowerTierDialog {...dialog} />}
      {act === 'keep' && <KeepTierDialog {...dialog} />}
      {act === 'freeze' && <FreezeDialog {...dialog} />}
      {act === 'unfreeze' && <UnfreezeDialog {...dialog} />}
    </Card>
  )
}

function TierNow({ person: { tier, lowering } }: OfPerson) {
  return (
    <>
      <TierPill tier={tier} />
      {lowering !== null && (
        <p>
          {TIERS[lowering.to].name} from <Time at={lowering.countsFrom} /> on, unless somebody objects.
        </p>
      )}
    </>
  )
}

function AccessNow({ person: { freeze } }: OfPerson) {
  if (freeze === null) return 'Not frozen'
  return (
    <>
      <FrozenPill />
      <p>
        <Time at={freeze.since} />, {FROZEN_BECAUSE[freeze.because]}. Nothing gives them access.
      </p>
      {freeze.reason !== null && (
        <p className="muted">
          “<Outside>{freeze.reason}</Outside>”
        </p>
      )}
    </>
  )
}

/** The data of a change is its kind's own; those about people name one so. */
function isAbout(data: unknown, { person }: DirectoryPerson): boolean {
  return (data as { readonly person?: unknown } | null)?.person === person
}

interface WaitingProps {
  /** What was proposed about this person, and waits for a second one. */
  readonly changes: readonly Change[]
}

function Waiting({ changes }: WaitingProps) {
  const { to } = useHere()
  if (changes.length === 0) return null
  return (
    <ul className="waiting">
      {changes.map(({ id, summary }) => (
        <li key={id}>
          <Outside>{summary}</Outside> <Link to={to('/changes')}>Waits for a second person</Link>
        </li>
      ))}
    </ul>
  )
}

interface ActsProps extends OfPerson {
  readonly waiting: readonly Change[]
  onAct(act: Act): void
}

/** What the member's role may do, and nobody has proposed already. */
function Acts({ person: { tier, lowering, freeze }, waiting, onAct }: ActsProps) {
  const { may } = useHere()
  const mayDecide = may('approver', 'administrator')
  const waits = (kind: string) => waiting.some((change) => change.kind === kind)
  const acts: readonly { readonly act: Act; readonly name: string; readonly isOffered: boolean }[] = [
    {
      act: 'keep',
      name: `Keep it ${TIERS[tier].name.toLowerCase()}…`,
      isOffered: mayDecide && lowering !== null,
    },
    { act: 'raise', name: 'Raise tier…', isOffered: mayDecide && tiersAbove(tier).length > 0 },
    {
      act: 'lower',
      name: 'Lower tier…',
      isOffered: mayDecide && lowering === null && tiersBelow(tier).length > 0 && !waits('tier-lowered'),
    },
    {
      act: 'freeze',
      name: 'Freeze…',
      isOffered: may('agent', 'analyst', 'approver', 'administrator') && freeze === null,
    },
    {
      act: 'unfreeze',
      name: 'End the freeze…',
      isOffered: mayDecide && freeze !== null && !waits('person-unfrozen'),
    },
  ]
  const offered = acts.filter(({ isOffered }) => isOffered)
  if (offered.length === 0) return null
  return (
    <div className="row wrap">
      {offered.map(({ act, name }) => (
        <Button key={act} size="xs" onClick={() => onAct(act)}>
          {name}
        </Button>
      ))}
    </div>
  )
}
