/** Recent sign-ins of one person. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PersonSignIn } from '../api/people.ts'
import { Card, Empty } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { Device } from './device.tsx'
import { placeName } from './places.ts'

const SHOWN_FIRST = 12

export function SignIns({ signIns }: { readonly signIns: readonly PersonSignIn[] }) {
  const hasSeveral = new Set(signIns.map(({ provider }) => provider)).size > 1
  const [isWhole, setIsWhole] = useState(false)
  if (signIns.length === 0) {
    return (
      <Card title="Recent sign-ins">
        <Empty title="No sign-in was seen">What came before it was kept is not shown here.</Empty>
      </Card>
    )
  }
  const shown = isWhole ? signIns : signIns.slice(0, SHOWN_FIRST)
  return (
    <Card className="flush" title="Recent sign-ins" aside={<small>{signIns.length}, newest first</small>}>
      <Table
        caption="Recent sign-ins"
        rows={shown.map((one, index) => ({ ...one, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          { name: 'When', width: '100px', cell: ({ time }) => <Time at={time} /> },
          {
            name: 'What',
            cell: ({ what, result }) => (
              <span className="row wrap" style={{ gap: 6 }}>
                <Pill tone={result === 'success' ? 'ok' : result === 'failure' ? 'warn' : 'quiet'}>
                  {result === 'success' ? 'Passed' : result === 'failure' ? 'Failed' : result}
                </Pill>
                <Outside>{what}</Outside>
              </span>
            ),
          },
          { name: 'With', width: '96px', cell: ({ authenticator }) => <Maybe>{authenticator}</Maybe> },
          {
            name: 'Device',
            width: '150px',
            cell: ({ device }) => (device === '' ? <Maybe>{device}</Maybe> : <Device text={device} />),
          },
          {
            name: 'From',
            width: '140px',
            cell: ({ place, address }) => (
              <>
                <Outside>{placeName(place)}</Outside>{' '}
                <span className="mono muted">
                  <Outside>{address}</Outside>
                </span>
              </>
            ),
          },
          {
            name: 'To',
            width: '130px',
            cell: ({ app, provider }) => (
              <>
                <Maybe>{app}</Maybe>
                {hasSeveral && <small style={{ display: 'block' }}>{providerName(provider)}</small>}
              </>
            ),
          },
        ]}
      />
      {shown.length < signIns.length && (
        <Button m={8} onClick={() => setIsWhole(true)}>
          Show all {signIns.length}
        </Button>
      )}
    </Card>
  )
}

function Maybe({ children }: { readonly children: string }) {
  return children === '' ? <span className="muted">not said</span> : <Outside>{children}</Outside>
}
