/** The form that declares an automation. What the server would refuse after two people agreed is not sent. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { settingsQuery } from '../api/organisation.ts'
import {
  type Automation,
  automationsQuery,
  type CouldReset,
  couldResetQuery,
  type DeclaredAutomation,
} from '../api/sentinels.ts'
import { notProposed } from '../approvals/not-proposed.ts'
import { useChange } from '../approvals/use-change.ts'
import { FieldGroup } from '../design/field-group.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { PROVIDERS } from '../people-settings/account-place.tsx'
import { hoursOf, WEEK, WeekHoursFields } from '../people-settings/week-hours.tsx'
import { useHere } from '../shell/organisation.ts'
import { KINDS } from './words.ts'

const TEXT_MAX = 400
/** Takes the rest of its line, or one of its own. */
const WIDE = { className: 'grow', style: { flexBasis: 220 } } as const
const DAY_MS = 24 * 60 * 60 * 1000
const DAYS_DEFAULT = 180
/** The server allows a year from its own now on, and a day has another length twice a year. */
const DAYS_MAX = 364

export function DeclareAutomation({ onClose }: { readonly onClose: () => void }) {
  const { organisation } = useHere()
  const change = useChange()
  const { data: settings } = useQuery(settingsQuery(organisation))
  const { data: resetters = [] } = useQuery(couldResetQuery(organisation))
  const { data: automations = [] } = useQuery(automationsQuery(organisation))
  const [week, setWeek] = useState(WEEK)
  return (
    <FormDialog
      opened
      title="Declare an automation"
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={async (fields) => {
        const declared: DeclaredAutomation = { ...declaredOf(fields), hours: hoursOf(week) }
        const wrong = wrongIn(declared, { automations, resetters })
        if (wrong !== undefined) throw notProposed('ERR_CONSOLE_AUTOMATION', wrong)
        return await change({ kind: 'automation-declared', data: declared })
      }}
    >
      <p>What it changes as it is declared here opens no incident any more. A second person has to agree.</p>
      <WhoFields resetters={resetters} />
      <FieldGroup legend="What it may do" inColumns>
        {KINDS.map(({ kind, name }) => (
          <Checkbox key={kind} name={kind} label={name} />
        ))}
      </FieldGroup>
      <WhomFields />
      <FieldGroup legend={`When${settings === undefined ? '' : ` (${settings.zone})`}`}>
        <WeekHoursFields hours={week} onChange={setWeek} />
      </FieldGroup>
      <div className="row wrap" style={{ alignItems: 'start' }}>
        <TextInput
          name="until"
          type="date"
          label="Last day"
          description="Within a year."
          required
          min={dayIn(0)}
          max={dayIn(DAYS_MAX)}
          defaultValue={dayIn(DAYS_DEFAULT)}
        />
        <TextInput
          name="id"
          label="Id"
          description="Small letters, digits, hyphens. Used once."
          placeholder="hr-sync"
          required
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          {...WIDE}
        />
      </div>
    </FormDialog>
  )
}

function WhoFields({ resetters }: { readonly resetters: readonly CouldReset[] }) {
  const seen = useId()
  const names = new Set(resetters.filter(({ ours, lately }) => !ours && lately > 0).map(({ label }) => label))
  return (
    <>
      <TextInput
        name="who"
        label="Who makes the changes"
        description="The application or technical account, exactly as the provider’s log names it. That is no proof: whoever can name an application there can name it so."
        list={seen}
        required
        maxLength={TEXT_MAX}
      />
      <datalist id={seen}>
        {[...names].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <NativeSelect name="provider" label="Provider" data={PROVIDERS} />
        <TextInput name="tenant" label="Tenant, as the log has it" placeholder="any" maxLength={TEXT_MAX} {...WIDE} />
      </div>
    </>
  )
}

/** Fields `whom`, `group` and `privileged`. */
function WhomFields() {
  const [whom, setWhom] = useState('group')
  return (
    <>
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <NativeSelect
          name="whom"
          label="Of whom"
          value={whom}
          data={[
            { value: 'group', label: 'People in a group' },
            { value: 'all', label: 'Everybody' },
          ]}
          onChange={(event) => setWhom(event.currentTarget.value)}
        />
        {whom === 'group' && (
          <TextInput name="group" label="Group, as the directory names it" required maxLength={TEXT_MAX} {...WIDE} />
        )}
      </div>
      <Checkbox name="privileged" label="Privileged people too" />
    </>
  )
}

function declaredOf(fields: Readonly<Record<string, string>>): Omit<DeclaredAutomation, 'hours'> {
  const { id = '', provider = '', tenant = '', who = '', whom, group = '', privileged, until } = fields
  return {
    id,
    provider,
    tenant,
    who,
    kinds: KINDS.flatMap(({ kind }) => (fields[kind] === undefined ? [] : [kind])),
    whom: whom === 'all' ? 'all' : { group },
    // The end of that day where whoever proposes it is.
    until: new Date(`${until}T23:59:59.999`).getTime(),
    privileged: privileged !== undefined,
  }
}

interface Known {
  readonly automations: readonly Automation[]
  readonly resetters: readonly CouldReset[]
}

/** What two people would agree to in vain. */
function wrongIn({ id, provider, who, kinds, hours }: DeclaredAutomation, known: Known): string | undefined {
  const isOurs = ({ ours, label, provider: at }: CouldReset) =>
    ours && at === provider && label.toLowerCase() === who.toLowerCase()
  if (known.resetters.some(isOurs)) return 'That is Postern’s own credential: only its remedies explain what it does.'
  if (kinds.length === 0) return 'It may change nothing: choose what it may.'
  if (hours.days.length === 0) return 'It has no day.'
  if (hours.from >= hours.to) return 'Hours end after they begin, on the same day. Declare another for the night.'
  if (known.automations.some((one) => one.id === id)) return 'There is or was one of this id. Choose another.'
  return undefined
}

/** `2026-11-29`, so many days from today. */
function dayIn(days: number): string {
  const day = new Date(Date.now() + days * DAY_MS)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${part(day.getMonth() + 1)}-${part(day.getDate())}`
}
