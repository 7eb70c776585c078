/** Which roles and groups raise whoever has them. One person adds a rule; taking one away takes two. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconStairsUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type TierRule, tierRulesQuery } from '../api/directory-settings.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { WaitingNote } from './waiting-note.tsx'

export function TierRulesPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(tierRulesQuery(organisation))
  const [isAdding, setIsAdding] = useState(false)
  const [removing, setRemoving] = useState<TierRule>()
  const rules = query.data ?? []
  return (
    <Card
      title="Which roles and groups raise"
      aside={
        may('administrator') &&
        query.data !== undefined && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsAdding(true)}>
            Add a rule
          </Button>
        )
      }
    >
      <div className="stack">
        <p className="muted">
          Whoever has such a role or group is raised at once, now and at each import. Who leaves it keeps the tier,
          until two people lower it.
        </p>
        <WaitingNote kinds={['tier-rules-set']} />
        <Loaded query={query} lines={2}>
          {(rules) =>
            rules.length === 0 ? (
              <Empty icon={<IconStairsUp size={26} aria-hidden />} title="No rule yet">
                Begin with the groups of your administrators.
              </Empty>
            ) : (
              <RulesTable rules={rules} onRemove={setRemoving} />
            )
          }
        </Loaded>
      </div>
      <AddRule opened={isAdding} rules={rules} onClose={() => setIsAdding(false)} />
      <RemoveRule rule={removing} rules={rules} onClose={() => setRemoving(undefined)} />
    </Card>
  )
}

interface RulesTableProps {
  readonly rules: readonly TierRule[]
  onRemove(rule: TierRule): void
}

function RulesTable({ rules, onRemove }: RulesTableProps) {
  const { may } = useHere()
  return (
    <Table
      caption="Rules for tiers"
      rows={rules}
      keyOf={({ kind, name, tier }) => `${kind} ${name} ${tier}`}
      columns={[
        {
          name: 'Name',
          cell: ({ name }) => (
            <b>
              <Outside>{name}</Outside>
            </b>
          ),
        },
        { name: 'Kind', width: '120px', cell: ({ kind }) => capital(kind) },
        { name: 'Raises to', width: '140px', cell: ({ tier }) => capital(tier) },
        {
          name: 'Acts',
          isUnnamed: true,
          width: '110px',
          cell: (rule) =>
            may('administrator') && (
              <Button size="xs" onClick={() => onRemove(rule)} aria-label={`Remove the rule for ${rule.name}`}>
                Remove…
              </Button>
            ),
        },
      ]}
    />
  )
}

interface AddRuleProps {
  readonly opened: boolean
  readonly rules: readonly TierRule[]
  onClose(): void
}

const RULE_KINDS = [
  { value: 'group', label: 'Group' },
  { value: 'role', label: 'Role' },
]
const RAISES = [
  { value: 'privileged', label: 'Privileged' },
  { value: 'sensitive', label: 'Sensitive' },
]

function AddRule({ opened, rules, onClose }: AddRuleProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Add a rule"
      action="Add with passkey"
      onClose={onClose}
      onSubmit={({ kind, name, tier }) =>
        change({ kind: 'tier-rules-set', data: { rules: [...rules, { kind, name, tier }] } })
      }
    >
      <p>It counts at once, for whoever has the role or group now.</p>
      <NativeSelect name="kind" label="Kind" data={RULE_KINDS} />
      <TextInput
        name="name"
        label="Name"
        description="As the provider writes it; capitals count."
        required
        maxLength={400}
      />
      <NativeSelect name="tier" label="Raises to" data={RAISES} />
    </FormDialog>
  )
}

interface RemoveRuleProps {
  readonly rule: TierRule | undefined
  readonly rules: readonly TierRule[]
  onClose(): void
}

function RemoveRule({ rule, rules, onClose }: RemoveRuleProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={rule !== undefined}
      title="Remove a rule"
      action="Propose with passkey"
      isGrave
      onClose={onClose}
      onSubmit={() => change({ kind: 'tier-rules-set', data: { rules: rules.filter((one) => one !== rule) } })}
    >
      <p>
        Who gets {rule === undefined ? '' : `${rule.kind} `}
        <b>
          <Outside>{rule?.name ?? ''}</Outside>
        </b>{' '}
        later is not raised any more. Who was raised keeps the tier. A second person has to agree.
      </p>
    </FormDialog>
  )
}
