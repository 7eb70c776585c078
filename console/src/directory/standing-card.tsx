/** How bad losing the account is, whether anything gives the person access, and who may change that. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { changesQuery } from '../api/changes.ts'
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
  const [act, setAct] = useState<Act>()
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
        <Waiting person={person} />
        <Acts person={person} onAct={setAct} />
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

/** What was proposed about this person, and waits for a second one. */
function Waiting({ person: { person } }: OfPerson) {
  const { organisation, to, may } = useHere()
  const { data: changes = [] } = useQuery({
    ...changesQuery(organisation),
    enabled: may('analyst', 'approver', 'administrator', 'auditor'),
  })
  const about = changes.filter(({ data }) => (data as { readonly person?: unknown } | null)?.person === person)
  if (about.length === 0) return null
  return (
    <ul className="waiting">
      {about.map(({ id, summary }) => (
        <li key={id}>
          <Outside>{summary}</Outside> <Link to={to('/changes')}>Waits for a second person</Link>
        </li>
      ))}
    </ul>
  )
}

function Acts({ person: { tier, lowering, freeze }, onAct }: OfPerson & { readonly onAct: (act: Act) => void }) {
  const { may } = useHere()
  const mayDecide = may('approver', 'administrator')
  return (
    <div className="row wrap">
      {mayDecide && lowering !== null && (
        <Button size="xs" onClick={() => onAct('keep')}>
          Keep it {TIERS[tier].name.toLowerCase()}…
        </Button>
      )}
      {mayDecide && tiersAbove(tier).length > 0 && (
        <Button size="xs" onClick={() => onAct('raise')}>
          Raise tier…
        </Button>
      )}
      {mayDecide && lowering === null && tiersBelow(tier).length > 0 && (
        <Button size="xs" onClick={() => onAct('lower')}>
          Lower tier…
        </Button>
      )}
      {freeze === null
        ? may('agent', 'analyst', 'approver', 'administrator') && (
            <Button size="xs" color="red.9" onClick={() => onAct('freeze')}>
              Freeze…
            </Button>
          )
        : mayDecide && (
            <Button size="xs" onClick={() => onAct('unfreeze')}>
              End the freeze…
            </Button>
          )}
    </div>
  )
}
