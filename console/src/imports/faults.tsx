/** What is wrong with a file, line by line, for whoever mends it. */
import type { ImportPreview } from '../api/imports.ts'
import { Card } from '../design/card.tsx'
import { Copied } from '../design/secret-shown.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { Table } from '../design/table.tsx'

export function Faults({ preview: { faults, problems } }: { readonly preview: ImportPreview }) {
  const text = faults.map(({ line, code, message }) => `${line}\t${code}\t${message}\n`).join('')
  return (
    <Card
      className="flush"
      title="Errors by line"
      aside={
        <span className="row wrap">
          {problems > faults.length && (
            <small>
              the first {faults.length.toLocaleString('en')} of {problems.toLocaleString('en')}
            </small>
          )}
          <Copied value={text} label="Copy all" />
        </span>
      }
    >
      <ShowMore rows={faults.map((fault, index) => ({ ...fault, key: String(index) }))}>
        {(shown) => (
          <Table
            caption="Errors in the file, by its lines"
            rows={shown}
            keyOf={({ key }) => key}
            columns={[
              { name: 'Line', width: '90px', cell: ({ line }) => <b>Line {line.toLocaleString('en')}</b> },
              { name: 'What', cell: ({ message }) => message },
              { name: 'Code', width: '230px', cell: ({ code }) => <span className="mono muted">{code}</span> },
            ]}
          />
        )}
      </ShowMore>
    </Card>
  )
}
