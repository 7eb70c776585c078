/** Bringing people in: a file or a provider's list to begin with, and the imports there were. */
import { Button } from '@mantine/core'
import { IconFileImport, IconUserQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { doubtsQuery } from '../api/directory-settings.ts'
import { importsQuery, type ListedImport } from '../api/imports.ts'
import { Card, Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { useStaffName } from '../staff/use-staff-name.ts'
import { BeginImport } from './begin-import.tsx'
import { counted } from './counted.ts'
import { CsvColumns } from './csv-columns.tsx'
import { useImportsThatWait } from './use-waiting.ts'

export function ImportsPage() {
  const { organisation, name, to, may } = useHere()
  const { data: doubts } = useQuery(doubtsQuery(organisation))
  return (
    <Page
      crumbs={name}
      title="Import people"
      lead="Who is who, and how to reach them. Nothing of a file counts until two people have looked at it and agreed."
      actions={
        <Button component={Link} to={to('/doubts')} leftSection={<IconUserQuestion size={16} aria-hidden />}>
          Doubts{doubts !== undefined && doubts.length > 0 && ` (${doubts.length})`}
        </Button>
      }
    >
      {may('administrator') ? (
        <div className="columns even">
          <div className="stack">
            <BeginImport />
            <Earlier />
          </div>
          <CsvColumns />
        </div>
      ) : (
        <Earlier />
      )}
    </Page>
  )
}

function Earlier() {
  const { organisation } = useHere()
  const query = useQuery(importsQuery(organisation))
  return (
    <Card className="flush" title="Imports">
      <Loaded query={query}>
        {(imports) =>
          imports.length === 0 ? (
            <Empty icon={<IconFileImport size={26} aria-hidden />} title="Nobody was imported yet">
              Until then Postern knows accounts by their sign-ins alone.
            </Empty>
          ) : (
            <ShowMore rows={imports}>{(shown) => <ImportsTable imports={shown} />}</ShowMore>
          )
        }
      </Loaded>
    </Card>
  )
}

function ImportsTable({ imports }: { readonly imports: readonly ListedImport[] }) {
  const { to } = useHere()
  const waiting = useImportsThatWait()
  const nameOf = useStaffName()
  return (
    <Table
      caption="Imports, the latest first"
      opens
      rows={imports}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'Begun',
          cell: ({ id, begun }) => (
            <RowLink to={to(`/imports/${id}`)}>
              <Time at={new Date(begun).toISOString()} />
            </RowLink>
          ),
        },
        { name: 'By', cell: ({ by }) => <Outside>{nameOf(by)}</Outside> },
        { name: 'Accounts', isNumber: true, width: '110px', cell: ({ lines }) => lines.toLocaleString('en') },
        {
          name: 'State',
          width: '240px',
          cell: (one) => <State of={one} isWaiting={waiting.has(one.id)} />,
        },
      ]}
    />
  )
}

function State({ of: { problems, applied }, isWaiting }: { readonly of: ListedImport; readonly isWaiting: boolean }) {
  if (applied !== null) return <Pill tone="ok">In the directory</Pill>
  if (problems > 0) return <Pill tone="bad">{counted(problems, 'error', 'errors')}</Pill>
  if (isWaiting) return <Pill tone="info">Waits for a second person</Pill>
  return <Pill tone="quiet">Not proposed</Pill>
}
