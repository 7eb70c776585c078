/** The ledger is held: the database went back in time, and two administrators say that they know what is missing. */
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { confirmEpoch, epochQuery, type Lost } from '../api/epoch.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Pill } from '../design/pill.tsx'
import { useHere } from '../shell/organisation.ts'

/** Nothing for who may not decide about it, and where nothing is missing. */
export function HeldCard() {
  const { organisation, may } = useHere()
  const { data } = useQuery({ ...epochQuery(organisation), enabled: may('administrator') })
  return data === undefined || data.lost === null ? null : <Held lost={data.lost} />
}

function Held({ lost: { kept, missing, opens } }: { readonly lost: Lost }) {
  const { organisation } = useHere()
  const confirming = useMutation({ mutationFn: () => confirmEpoch(organisation) })
  const { data } = confirming
  return (
    <section className="card danger stack tight" aria-labelledby="held" style={{ marginBottom: 16 }}>
      <h2 id="held">Nothing is written: the database went back in time</h2>
      <p>
        It holds {kept.toLocaleString('en')} entries of the ledger; {missing.toLocaleString('en')} signed later{' '}
        {missing === 1 ? 'is' : 'are'} missing. What was spent, stopped or taken away in that stretch would be good
        again. Put a newer backup back if there is one. If not, two administrators each confirm, and it goes on as{' '}
        <span className="mono">{opens}</span>, with a new key to pin.
      </p>
      {confirming.isError && <ProblemCard error={confirming.error} />}
      {data === undefined ? (
        <div>
          <Button
            variant="filled"
            leftSection={<IconFingerprint size={16} aria-hidden />}
            loading={confirming.isPending}
            onClick={() => confirming.mutate()}
          >
            Go on in a new epoch
          </Button>
        </div>
      ) : (
        <div role="status">
          <Pill tone={data.opened ? 'ok' : 'info'}>
            {data.opened
              ? 'It is open: Postern ends itself now. Start it again, and sign in'
              : 'You have confirmed: now a second administrator'}
          </Pill>
        </div>
      )}
    </section>
  )
}
