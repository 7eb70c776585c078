/** A state in words with an icon and a colour: never by colour alone. */
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconInfoCircle,
  IconShieldExclamation,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet'

const ICONS = {
  ok: IconCheck,
  warn: IconAlertTriangle,
  bad: IconShieldExclamation,
  info: IconInfoCircle,
  quiet: IconCircleDashed,
} as const

interface PillProps {
  readonly tone: Tone
  /** Instead of the tone's own. */
  readonly icon?: typeof IconCheck
  readonly title?: string
  readonly children: ReactNode
}

export function Pill({ tone, icon, title, children }: PillProps) {
  const Icon = icon ?? ICONS[tone]
  return (
    <span className={`pill ${tone}`} title={title}>
      <Icon size={14} stroke={2} aria-hidden />
      {children}
    </span>
  )
}
