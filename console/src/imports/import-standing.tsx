/** Where an import stands, and the one thing to do next. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { discardImport, type ImportPreview } from '../api/imports.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card } from '../design/card.tsx'
import { sayDone } from '../design/done.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Ago, Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { useStaffName } from '../staff/use-staff-name.ts'
import { counted } from './counted.ts'
import { useImportsThatWait } from './use-waiting.ts'

export function ImportStanding({ preview }: { readonly preview: ImportPreview }) {
  const waiting = useImportsThatWait().get(preview.id)
  if (preview.applied !== null) return <Report preview={preview} applied={preview.applied} />
  if (preview.problems > 0) {
    return (
      <Standing
        tone="danger"
        title={`${counted(preview.problems, 'error', 'errors')}, so nothing of it can be imported`}
        id={preview.id}
      >
        <p>
          Mend what is named below in the file, throw this away, and begin another import. None is imported by half.
        </p>
      </Standing>
    )
  }
  if (preview.lines === 0) {
    return (
      <Standing tone="warn" title="Nobody stands in it" id={preview.id}>
        <p>The file has a header and no lines below it. Throw this away, and begin another import.</p>
      </Standing>
    )
  }
  if (!preview.whole) {
    return (
      <Standing tone="warn" title="Only a part of the file arrived" id={preview.id}>
        <p>
          Whoever sent it was cut off, and half a file is not approved (ERR_IMPORT_UNFINISHED). Throw this away, and
          send the file again. If somebody is sending it now, wait until they are done.
        </p>
      </Standing>
    )
  }
  if (preview.isStale) {
    return (
      <Standing tone="warn" title="The directory changed since" id={preview.id}>
        <p>
          It was compared with a directory that is another one now, so what stands here is not true any more and cannot
          be approved (ERR_IMPORT_STALE). Throw this away, and send the same file again.
        </p>
      </Standing>
    )
  }
  return waiting === undefined ? <Proposal preview={preview} /> : <Waiting by={waiting.by} at={waiting.proposed} />
}

interface StandingProps {
  readonly tone: '' | 'warn' | 'danger' | 'say'
  readonly title: string
  /** Of an import that can be thrown away; undefined for one that cannot. */
  readonly id?: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

function Standing({ tone, title, id, action, children }: StandingProps) {
  const { may } = useHere()
  return (
    <Card className={tone} title={title}>
      <div className="stack tight">
        {children}
        <div className="row wrap" style={{ marginTop: 6 }}>
          {action}
          {id !== undefined && may('administrator') && <Discard id={id} />}
        </div>
      </div>
    </Card>
  )
}

function Proposal({ preview: { id, lines, outcomes } }: { readonly preview: ImportPreview }) {
  const { may } = useHere()
  const change = useChange()
  const proposing = useMutation({ mutationFn: () => change({ kind: 'directory-imported', data: { import: id } }) })
  const mayPropose = may('administrator')
  return (
    <>
      <Standing
        tone="say"
        title={`${counted(lines, 'account', 'accounts')}, and no errors`}
        id={id}
        action={
          mayPropose && (
            <Button variant="filled" loading={proposing.isPending} onClick={() => proposing.mutate()}>
              Propose with passkey
            </Button>
          )
        }
      >
        <p>
          {mayPropose
            ? 'Look at the counts and at who is joined to whom, then propose it: a second administrator looks at the same, and agrees or does not.'
            : 'It was not proposed yet. An administrator does, and a second one agrees.'}
          {outcomes.doubt > 0 && ` What is in doubt is left out, and decided one by one.`}
        </p>
      </Standing>
      {proposing.isError && <ProblemCard error={proposing.error} />}
    </>
  )
}

/** It is taken back under Changes, and not thrown away under the eyes of the second person. */
function Waiting({ by, at }: { readonly by: string; readonly at: string }) {
  const { me, to, may } = useHere()
  const nameOf = useStaffName()
  const isMine = by === me.name || by === me.member
  return (
    <Standing
      tone="say"
      title="It waits for a second person"
      action={
        may('administrator') && (
          <Button component={Link} to={to('/changes')} variant={isMine ? 'default' : 'filled'}>
            {isMine ? 'See it under Changes' : 'Decide under Changes'}
          </Button>
        )
      }
    >
      <p>
        Proposed by {isMine ? 'you' : <Outside>{nameOf(by)}</Outside>} <Ago at={at} />.{' '}
        {isMine ? 'Somebody else has to look at this page and agree.' : 'You agree to what stands on this page.'}
      </p>
    </Standing>
  )
}

function Report({ preview, applied }: { readonly preview: ImportPreview; readonly applied: number }) {
  const { to } = useHere()
  const { outcomes, contacts, asked } = preview
  const taken = outcomes.new + outcomes.known + outcomes.linked + outcomes.recreated
  return (
    <Standing
      tone=""
      title={`${counted(taken, 'account was', 'accounts were')} imported`}
      action={
        outcomes.doubt > 0 && (
          <Button component={Link} to={to('/doubts')}>
            Decide the doubts
          </Button>
        )
      }
    >
      <p>
        Two people agreed, <Time at={new Date(applied).toISOString()} />.{' '}
        {outcomes.doubt > 0 && `${counted(outcomes.doubt, 'account was', 'accounts were')} in doubt and left out.`}
      </p>
      {contacts > 0 && (
        <p>
          {asked
            ? `${counted(contacts, 'new contact point is', 'new contact points are')} asked “was this you?”.`
            : `${counted(contacts, 'new contact point was', 'new contact points were')} not asked “was this you?”: there is no channel to people yet.`}
        </p>
      )}
    </Standing>
  )
}

function Discard({ id }: { readonly id: string }) {
  const { organisation, to } = useHere()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const discarding = useMutation({
    mutationFn: () => discardImport(organisation, id),
    onSuccess: () => {
      sayDone('Thrown away. Nothing of it counted.')
      void navigate({ to: to('/imports') })
      void queries.invalidateQueries({ queryKey: [organisation, 'imports', 'list'] })
    },
  })
  return (
    <>
      <Button loading={discarding.isPending} onClick={() => discarding.mutate()}>
        Throw away
      </Button>
      {discarding.isError && <ProblemCard error={discarding.error} />}
    </>
  )
}
