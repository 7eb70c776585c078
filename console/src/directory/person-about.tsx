/** Whom a change that waits is about: who is to agree sees a name and what is so now, and not keys alone. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import Type from 'typebox'
import { Value } from 'typebox/value'
import type { Change } from '../api/changes.ts'
import { directoryPersonQuery, Tier } from '../api/directory.ts'
import { Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import './directory.css'
import { FROZEN_BECAUSE, TIERS } from './words.ts'

const OfPerson = Type.Object({ person: Type.String() })
const OfTier = Type.Object({ person: Type.String(), tier: Tier })
const OfTrusted = Type.Object({
  person: Type.String(),
  contacts: Type.Array(Type.String()),
  needed: Type.Integer(),
})

/** Nothing for a kind that is not about one person's standing or contacts. */
export function PersonAbout({ change: { kind, data } }: { readonly change: Change }): ReactNode {
  if (kind === 'person-unfrozen' && Value.Check(OfPerson, data)) return <UnfreezeAbout {...data} />
  if (kind === 'tier-lowered' && Value.Check(OfTier, data)) return <LowerAbout {...data} />
  if (kind === 'trusted-contacts-set' && Value.Check(OfTrusted, data)) return <TrustedAbout {...data} />
  return null
}

function UnfreezeAbout({ person }: Type.Static<typeof OfPerson>) {
  const { organisation } = useHere()
  const { data: known } = useQuery(directoryPersonQuery(organisation, person))
  const freeze = known?.freeze
  return (
    <Facts
      of={[
        ['Person', <Person key="person" id={person} />],
        ...(freeze
          ? [
              [
                'Frozen',
                <span key="frozen">
                  <Time at={freeze.since} />, {FROZEN_BECAUSE[freeze.because]}
                  {freeze.reason !== null && (
                    <>
                      : “<Outside>{freeze.reason}</Outside>”
                    </>
                  )}
                </span>,
              ] as const,
            ]
          : []),
      ]}
    />
  )
}

function LowerAbout({ person, tier }: Type.Static<typeof OfTier>) {
  const { organisation } = useHere()
  const { data: known } = useQuery(directoryPersonQuery(organisation, person))
  const from = known === undefined ? '' : `from ${TIERS[known.tier].name.toLowerCase()} `
  return (
    <Facts
      of={[
        ['Person', <Person key="person" id={person} />],
        ['Tier', `${from}to ${TIERS[tier].name.toLowerCase()}, seven days after you agree`],
      ]}
    />
  )
}

function TrustedAbout({ person, contacts, needed }: Type.Static<typeof OfTrusted>) {
  return (
    <Facts
      of={[
        ['Person', <Person key="person" id={person} />],
        [
          'Can vouch',
          contacts.length === 0
            ? 'nobody any more'
            : contacts.map((contact) => (
                <div key={contact}>
                  <Person id={contact} />
                </div>
              )),
        ],
        ...(contacts.length === 0 ? [] : [['Have to', `${needed} of ${contacts.length}`] as const]),
      ]}
    />
  )
}

/** By name; by id as long as that is not known, or beyond one's role. */
function Person({ id }: { readonly id: string }) {
  const { organisation, to } = useHere()
  const { data: known } = useQuery(directoryPersonQuery(organisation, id))
  return (
    <Link to={to(`/people/${encodeURIComponent(id)}`)}>
      <Outside>{known?.accounts[0]?.label ?? id}</Outside>
    </Link>
  )
}
