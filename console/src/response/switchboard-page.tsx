/** When many are locked out at once: one text for every way in, and callers attached with one press. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconMoodCheck, IconPhonePlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { attachCaller, noteTold, switchboardQuery, type Trouble } from '../api/response.ts'
import { Card, Empty, Page } from '../design/card.tsx'
import { sayProblem } from '../design/done.ts'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Copied } from '../design/secret-shown.tsx'
import { Table } from '../design/table.tsx'
import { Ago, Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'

export function SwitchboardPage() {
  const { organisation, name } = useHere()
  const query = useQuery(switchboardQuery(organisation))
  return (
    <Page
      crumbs={name}
      title="Switchboard"
      lead="One cause, one text. Callers are attached here, and told when it works; nobody is reset one by one."
    >
      <Loaded query={query}>
        {(troubles) =>
          troubles.length === 0 ? (
            <div className="card">
              <Empty icon={<IconMoodCheck size={26} aria-hidden />} title="Nothing keeps many people out">
                An outage, a policy or a mass lockout opens a switchboard by itself.
              </Empty>
            </div>
          ) : (
            <div className="stack">
              {troubles.map((trouble) => (
                <Switchboard key={trouble.id} trouble={trouble} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

const KIND_NAMES: Readonly<Record<Trouble['kind'], string>> = {
  outage: 'Outage',
  'policy-block': 'Policy',
  'mass-lockout': 'Mass lockout',
}

function Switchboard({ trouble }: { readonly trouble: Trouble }) {
  const title = useId()
  return (
    <section className="stack" aria-labelledby={title}>
      <div className="card warn row wrap">
        <Pill tone={trouble.ended === null ? 'warn' : 'ok'}>
          {KIND_NAMES[trouble.kind]}
          {trouble.ended !== null && ', over'}
        </Pill>
        <div className="grow" style={{ flexBasis: 280 }}>
          <h2 id={title}>
            <Outside>{trouble.title}</Outside>
          </h2>
          <p className="muted">
            {trouble.people} people, since <Time at={trouble.since} />
          </p>
        </div>
      </div>
      <div className="columns even">
        <Texts text={trouble.text} />
        <Callers trouble={trouble} />
      </div>
    </section>
  )
}

const WAYS = [
  { value: 'agent', label: 'Say' },
  { value: 'portal', label: 'Portal' },
  { value: 'ticket', label: 'Ticket' },
  { value: 'chat', label: 'Chat' },
  { value: 'voice', label: 'Voice menu' },
]

function Texts({ text }: Pick<Trouble, 'text'>) {
  const [way, setWay] = useState<keyof Trouble['text']>('agent')
  return (
    <Card className="say" title="The text">
      <div className="stack tight">
        <SegmentedControl
          aria-label="For which way"
          data={WAYS}
          value={way}
          onChange={(value) => setWay(value as keyof Trouble['text'])}
          size="xs"
          fullWidth
        />
        <p style={{ fontSize: 15, minHeight: 96 }}>{text[way]}</p>
        <div>
          <Copied value={text[way]} label="Copy" />
        </div>
      </div>
    </Card>
  )
}

function Callers({ trouble: { id, callers, separate, toTell } }: { readonly trouble: Trouble }) {
  return (
    <Card title="Callers" aside={<small>{callers.length} attached</small>}>
      <div className="stack">
        <Attach trouble={id} />
        {callers.length > 0 && (
          <Table
            caption="Attached callers"
            rows={callers}
            keyOf={({ id }) => id}
            columns={[
              {
                name: 'Caller',
                cell: ({ label }) => (
                  <b>
                    <Outside>{label}</Outside>
                  </b>
                ),
              },
              { name: 'Called', width: '100px', cell: ({ at }) => <Ago at={at} /> },
              {
                name: 'State',
                width: '150px',
                cell: (caller) => <Told trouble={id} caller={caller} isDue={toTell.includes(caller.id)} />,
              },
            ]}
          />
        )}
        {separate.length > 0 && (
          <section>
            <h3>Not because of this</h3>
            {separate.map(({ id, label, why }) => (
              <p key={id} style={{ marginTop: 4 }}>
                <Pill tone="warn">Own cause</Pill>{' '}
                <b>
                  <Outside>{label}</Outside>
                </b>
                <small style={{ display: 'block' }}>
                  <Outside>{why}</Outside>
                </small>
              </p>
            ))}
          </section>
        )}
      </div>
    </Card>
  )
}

interface ToldProps {
  readonly trouble: string
  readonly caller: Trouble['callers'][number]
  /** It works again, and this caller does not know yet. */
  readonly isDue: boolean
}

function Told({ trouble, caller, isDue }: ToldProps) {
  const { organisation } = useHere()
  const queries = useQueryClient()
  const telling = useMutation({
    mutationFn: () => noteTold(organisation, trouble, caller.id),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [organisation, 'switchboard'] }),
    onError: sayProblem,
  })
  if (caller.told !== null) return <Pill tone="ok">Told it works</Pill>
  if (!isDue) return <Pill tone="quiet">Not told yet</Pill>
  return (
    <Button
      size="xs"
      loading={telling.isPending}
      onClick={() => telling.mutate()}
      aria-label={`I have told them: ${caller.label}`}
    >
      I have told them
    </Button>
  )
}

function Attach({ trouble }: { readonly trouble: string }) {
  const { organisation, may } = useHere()
  const queries = useQueryClient()
  const [label, setLabel] = useState('')
  const attaching = useMutation({
    mutationFn: () => attachCaller(organisation, trouble, { label: label.trim() }),
    onSuccess: () => {
      setLabel('')
      void queries.invalidateQueries({ queryKey: [organisation, 'switchboard'] })
    },
  })
  if (!may('agent', 'approver', 'analyst', 'administrator')) return null
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (label.trim() !== '') attaching.mutate()
  }
  const { data } = attaching
  return (
    <form onSubmit={submit} className="stack tight">
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <TextInput
          className="grow"
          label="Who is calling?"
          description="User name or address, as they say it"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={200}
        />
        <Button
          type="submit"
          variant="filled"
          loading={attaching.isPending}
          leftSection={<IconPhonePlus size={16} aria-hidden />}
        >
          Attach
        </Button>
      </div>
      <div role="status">
        {data !== undefined && (
          <p>
            <Pill tone={data.belongs ? 'ok' : 'warn'}>{data.belongs ? 'Belongs here' : 'Another cause'}</Pill>{' '}
            <Outside>{data.why}</Outside>
          </p>
        )}
      </div>
      {attaching.isError && <ProblemCard error={attaching.error} />}
    </form>
  )
}
