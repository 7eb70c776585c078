/** A long list, some of it at a time: a page with a thousand rows is read by nobody. */
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'

const STEP = 50

interface ShowMoreProps<Row> {
  readonly rows: readonly Row[]
  readonly children: (shown: readonly Row[]) => ReactNode
}

export function ShowMore<Row>({ rows, children }: ShowMoreProps<Row>) {
  const [count, setCount] = useState(STEP)
  const left = rows.length - count
  return (
    <>
      {children(rows.slice(0, count))}
      {left > 0 && (
        <div style={{ padding: 8 }}>
          <Button size="xs" onClick={() => setCount(count + STEP)}>
            Show {Math.min(STEP, left)} more of {left.toLocaleString('en')}
          </Button>
        </div>
      )}
    </>
  )
}
