/** Whom a change that waits is about, in words: who is to agree sees names, and not keys. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import Type from 'typebox'
import { Value } from 'typebox/value'
import type { Change } from '../api/changes.ts'
import { directoryPersonQuery } from '../api/directory.ts'
import { doubtsQuery, emergencyAccountsQuery, NamedApprovers, TierRules } from '../api/directory-settings.ts'
import { importQuery } from '../api/imports.ts'
import { Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { providerName } from '../diagnosis/words.ts'
import { counted } from '../imports/counted.ts'
import { useHere } from '../shell/organisation.ts'
import { useStaffName } from '../staff/use-staff-name.ts'
import { approverHoursText } from './hours.ts'

const OfImport = Type.Object({ import: Type.String() })
const OfLink = Type.Object({ account: Type.String(), person: Type.String() })
const OfAccount = Type.Object({ account: Type.String() })
const OfApprovers = Type.Object({ approvers: NamedApprovers })
const OfRules = Type.Object({ rules: TierRules })

/** Nothing for a kind that says it all in its summary. */
export function ChangeAbout({ change: { kind, data } }: { readonly change: Change }): ReactNode {
  if (kind === 'directory-imported' && Value.Check(OfImport, data)) {
    return <ImportAbout id={data.import} />
  }
  if ((kind === 'account-linked' || kind === 'account-parted') && Value.Check(OfLink, data))
    return <LinkAbout {...data} />
  if (kind.startsWith('emergency-account-') && Value.Check(OfAccount, data)) return <AccountAbout {...data} />
  if (kind === 'approvers-named' && Value.Check(OfApprovers, data)) return <ApproversAbout approvers={data.approvers} />
  if (kind === 'tier-rules-set' && Value.Check(OfRules, data)) {
    return (
      <Facts
        of={[
          [
            'All rules afterwards',
            <Outside key="rules">
              {data.rules.map(({ kind, name, tier }) => `${kind} ${name}: ${tier}`).join('; ') || 'none'}
            </Outside>,
          ],
        ]}
      />
    )
  }
  return null
}

function ImportAbout({ id }: { readonly id: string }) {
  const { organisation, to } = useHere()
  const { data: preview } = useQuery(importQuery(organisation, id))
  return (
    <div className="stack tight">
      {preview !== undefined && (
        <p>
          {counted(preview.lines, 'account', 'accounts')}: {preview.outcomes.new.toLocaleString('en')} new,{' '}
          {preview.outcomes.linked.toLocaleString('en')} linked, {preview.outcomes.recreated.toLocaleString('en')}{' '}
          recreated, {preview.outcomes.doubt.toLocaleString('en')} in doubt.
        </p>
      )}
      {preview?.isStale === true && (
        <p>
          <Pill tone="warn">
            The directory changed since: refuse it, and have the file sent again (ERR_IMPORT_STALE)
          </Pill>
        </p>
      )}
      <Link to={to(`/imports/${id}`)}>Look at the preview before you agree</Link>
    </div>
  )
}

function LinkAbout({ account, person }: { readonly account: string; readonly person: string }) {
  const { organisation, to } = useHere()
  const { data: doubts } = useQuery(doubtsQuery(organisation))
  const doubt = doubts?.find((one) => one.account === account)
  const { data: found } = useQuery(directoryPersonQuery(organisation, person))
  const named = doubt === undefined ? account : `${doubt.label} (${providerName(doubt.provider)})`
  return (
    <Facts
      of={[
        ['Account', <Outside key="account">{named}</Outside>],
        [
          'Person',
          <Link key="person" to={to(`/people/${person}`)}>
            <Outside>{found?.accounts[0]?.label ?? doubt?.personLabel ?? person}</Outside>
          </Link>,
        ],
      ]}
    />
  )
}

function AccountAbout({ account }: { readonly account: string }) {
  const { organisation } = useHere()
  const { data: registered } = useQuery(emergencyAccountsQuery(organisation))
  // An account that was only noted is a person of its own.
  const { data: noted } = useQuery(directoryPersonQuery(organisation, account))
  const found = [...(registered ?? []), ...(noted?.accounts ?? [])].find((one) => one.account === account)
  if (found === undefined) return null
  return (
    <Facts
      of={[
        ['Account', <Outside key="label">{found.label}</Outside>],
        ['Where', <Outside key="tenant">{`${providerName(found.provider)}, ${found.tenant}`}</Outside>],
        ['Id', <Outside key="id">{found.id}</Outside>],
      ]}
    />
  )
}

function ApproversAbout({ approvers }: { readonly approvers: Type.Static<typeof NamedApprovers> }) {
  const nameOf = useStaffName()
  return (
    <Facts
      of={approvers.map(({ member, deputy, hours }) => [
        nameOf(member),
        <Outside key={member}>{`${approverHoursText(hours)}; otherwise ${nameOf(deputy)}`}</Outside>,
      ])}
    />
  )
}
