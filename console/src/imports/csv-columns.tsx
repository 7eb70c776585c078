/** What a file of people holds, column by column, and one to begin with. */
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Card } from '../design/card.tsx'
import { Copied } from '../design/secret-shown.tsx'
import { COLUMNS, SAMPLE } from './columns.ts'

export function CsvColumns() {
  return (
    <Card title="What the file holds">
      <div className="stack">
        <p>
          CSV in UTF-8 with a header, one account a line. An empty field says nothing: what is known stays. Four columns
          are needed, the rest may be left out.
        </p>
        <div className="row wrap">
          <Button
            size="xs"
            component="a"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`}
            download="postern-people-sample.csv"
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            Download a sample
          </Button>
          <Copied value={SAMPLE} label="Copy the sample" />
        </div>
        <details open>
          <summary>Columns</summary>
          <dl className="facts" style={{ marginTop: 8 }}>
            {COLUMNS.map(({ name, isRequired, takes }) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt className="mono">{name}</dt>
                <dd>
                  {isRequired && <b>needed: </b>}
                  {takes}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </Card>
  )
}
