/** What an automation that waits for a second person is declared for, in words: who is to agree sees what will open no incident. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Value } from 'typebox/value'
import type { Change } from '../api/changes.ts'
import { settingsQuery } from '../api/organisation.ts'
import { DeclaredAutomation } from '../api/sentinels.ts'
import { Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { approverHoursText } from '../people-settings/hours.ts'
import { useHere } from '../shell/organisation.ts'
import { kindsText, whomText } from './words.ts'

/** Nothing for other kinds. One that ends an automation waits for nobody. */
export function AutomationAbout({ change: { kind, data } }: { readonly change: Change }): ReactNode {
  if (kind !== 'automation-declared' || !Value.Check(DeclaredAutomation, data)) return null
  return <Declared automation={data} />
}

function Declared({ automation }: { readonly automation: DeclaredAutomation }) {
  const { organisation } = useHere()
  const { data: settings } = useQuery(settingsQuery(organisation))
  const { id, who, provider, tenant, kinds, hours, until } = automation
  const zone = settings === undefined ? '' : ` (${settings.zone})`
  return (
    <Facts
      of={[
        [
          'Who',
          <Outside key="who">{`${who} at ${providerName(provider)}, ${tenant === '' ? 'any tenant' : tenant}`}</Outside>,
        ],
        ['May', kindsText(kinds)],
        ['Of whom', <Outside key="whom">{whomText(automation)}</Outside>],
        ['When', `${approverHoursText(hours)}${zone}`],
        ['Until', <Time key="until" at={new Date(until).toISOString()} />],
        ['Id', id],
      ]}
    />
  )
}
