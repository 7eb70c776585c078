/** One import: what it would do, and afterwards what it did. Who is to agree sees the same as who proposes. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ImportPreview, importQuery } from '../api/imports.ts'
import { Page } from '../design/card.tsx'
import { Figure, FigureList } from '../design/figures.tsx'
import { Loaded } from '../design/loaded.tsx'
import { useHere } from '../shell/organisation.ts'
import { Faults } from './faults.tsx'
import { ImportStanding } from './import-standing.tsx'
import { JoinedRows } from './joined-rows.tsx'

export function ImportPage() {
  const { organisation, name, to } = useHere()
  const { import: id = '' } = useParams({ strict: false })
  const query = useQuery(importQuery(organisation, id))
  const isApplied = query.data !== undefined && query.data.applied !== null
  return (
    <Page
      crumbs={
        <>
          {name} · <Link to={to('/imports')}>Import people</Link>
        </>
      }
      title={isApplied ? 'Report of an import' : 'Preview of an import'}
      lead={isApplied ? 'What two people brought into the directory.' : 'What it would do. Nothing of it counts yet.'}
    >
      <Loaded query={query} lines={5}>
        {(preview) => (
          <div className="stack">
            <ImportStanding preview={preview} />
            {preview.problems > 0 ? (
              <Faults preview={preview} />
            ) : (
              preview.lines > 0 && (
                <>
                  <Counts preview={preview} />
                  <JoinedRows preview={preview} />
                </>
              )
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Counts({ preview: { outcomes, replaced, applied } }: { readonly preview: ImportPreview }) {
  const text = (count: number) => count.toLocaleString('en')
  return (
    <FigureList>
      <Figure name="New" value={text(outcomes.new)} note="accounts of people nobody knew" />
      <Figure name="Known" value={text(outcomes.known)} note="accounts that stay whose they are" />
      <Figure name="Linked" value={text(outcomes.linked)} note="joined to somebody by employee number" />
      <Figure name="Recreated" value={text(outcomes.recreated)} note="made again for somebody known" />
      <Figure name="Doubt" value={text(outcomes.doubt)} note="left out until two people decide" />
      {applied === null && (
        <Figure name="Replaced" value={text(replaced)} note="contacts that change and count after 30 days" />
      )}
    </FigureList>
  )
}
