/** Marks of a person: how bad losing the account is, and that nothing gives them access. */
import { IconShield, IconSnowflake } from '@tabler/icons-react'
import type { Tier } from '../api/directory.ts'
import { Pill } from '../design/pill.tsx'
import { TIERS } from './words.ts'

export function TierPill({ tier }: { readonly tier: Tier }) {
  const { name, tone } = TIERS[tier]
  return (
    <Pill tone={tone} icon={IconShield}>
      {name}
    </Pill>
  )
}

export function FrozenPill() {
  return (
    <Pill tone="bad" icon={IconSnowflake}>
      Frozen
    </Pill>
  )
}
