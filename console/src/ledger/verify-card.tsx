/** Does the ledger hold? Asked of the server; whoever does not trust it uses the export and the key. */
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { verifyLedger } from '../api/ledger.ts'
import { Card } from '../design/card.tsx'
import { ProblemCard } from '../design/loaded.tsx'
import { OutsideBlock } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { useHere } from '../shell/organisation.ts'

export function VerifyCard() {
  const { organisation } = useHere()
  const verifying = useMutation({ mutationFn: () => verifyLedger(organisation) })
  const { data } = verifying
  return (
    <Card title="Does it hold?">
      <div className="stack tight">
        <div role="status">
          {data === undefined ? (
            <p className="muted">Every entry, every signature and the tree are computed again.</p>
          ) : (
            <>
              <Pill tone={data.holds ? 'ok' : 'bad'}>{data.holds ? 'It holds' : 'It does not hold'}</Pill>
              <OutsideBlock label="What was found">{data.text}</OutsideBlock>
            </>
          )}
        </div>
        {verifying.isError && <ProblemCard error={verifying.error} />}
        <div>
          <Button
            variant="filled"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            loading={verifying.isPending}
            onClick={() => verifying.mutate()}
          >
            Verify now
          </Button>
        </div>
      </div>
    </Card>
  )
}
