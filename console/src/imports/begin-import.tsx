/** Beginning an import: a CSV file, chosen or dropped, or everybody whom a connected provider lists. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { type Listing, listingsQuery, takeListing } from '../api/imports.ts'
import { Card } from '../design/card.tsx'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { counted } from './counted.ts'
import { FileDrop } from './file-drop.tsx'
import { orDiscarded, type Sent, sendFile } from './send-file.ts'

export function BeginImport() {
  const [from, setFrom] = useState('file')
  return (
    <Card title="Begin an import">
      <div className="stack">
        <SegmentedControl
          aria-label="Where people come from"
          value={from}
          onChange={setFrom}
          data={[
            { value: 'file', label: 'A CSV file' },
            { value: 'provider', label: 'A connected provider' },
          ]}
        />
        {from === 'file' ? <FromFile /> : <FromProvider />}
      </div>
    </Card>
  )
}

/** Opens the preview once the import is filled; in any case the list is another one then. */
function useFilled() {
  const { organisation, to } = useHere()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return {
    onSuccess: (id: string) => void navigate({ to: to(`/imports/${id}`) }),
    onSettled: () => void queries.invalidateQueries({ queryKey: [organisation, 'imports'] }),
  }
}

function FromFile() {
  const { organisation } = useHere()
  const filled = useFilled()
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<Sent>()
  const stop = useRef<AbortController>(undefined)
  const sending = useMutation({
    mutationFn: (chosen: File) => {
      setSent(undefined)
      stop.current = new AbortController()
      return sendFile(organisation, chosen, { signal: stop.current.signal, onSent: setSent })
    },
    ...filled,
  })
  useStoppedOnLeaving(sending.isPending, stop)
  const isStopped = sending.isError && stop.current?.signal.aborted === true
  return (
    <>
      <FileDrop file={file} isBusy={sending.isPending} onChoose={setFile} />
      {sending.isPending && file !== undefined && (
        <>
          <Progress file={file} sent={sent} />
          <div>
            <Button onClick={() => stop.current?.abort()}>Stop</Button>
          </div>
        </>
      )}
      {isStopped && <p role="status">Stopped. Nothing of the file was kept.</p>}
      {sending.isError && !isStopped && <ProblemCard error={sending.error} />}
      {!sending.isPending && (
        <div>
          <Button
            variant="filled"
            disabled={file === undefined}
            onClick={() => file !== undefined && sending.mutate(file)}
          >
            Send and look at it
          </Button>
        </div>
      )}
    </>
  )
}

/** Half a file is of no use: who leaves the page stops it, and who closes the window is asked. */
function useStoppedOnLeaving(isPending: boolean, stop: { readonly current: AbortController | undefined }): void {
  useEffect(() => {
    if (!isPending) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isPending])
  useEffect(() => () => stop.current?.abort(), [stop])
}

function Progress({ file, sent }: { readonly file: File; readonly sent: Sent | undefined }) {
  const share = file.size === 0 || sent === undefined ? 0 : sent.bytes / file.size
  return (
    <div className="stack tight">
      <progress aria-label="How much of the file was read" value={share} max={1} />
      <p role="status" className="muted">
        {sent === undefined
          ? 'Reading the first part…'
          : `${Math.floor(share * 100)} % read: ${counted(sent.lines, 'line', 'lines')}, ${counted(sent.problems, 'error', 'errors')}`}
      </p>
    </div>
  )
}

function FromProvider() {
  const { organisation } = useHere()
  const query = useQuery(listingsQuery(organisation))
  return (
    <Loaded query={query} lines={2}>
      {(listings) =>
        listings.length === 0 ? (
          <p>No provider is connected that lists its people. Send a file.</p>
        ) : (
          <ListingForm listings={listings} />
        )
      }
    </Loaded>
  )
}

function ListingForm({ listings }: { readonly listings: readonly Listing[] }) {
  const { organisation } = useHere()
  const filled = useFilled()
  const taking = useMutation({
    mutationFn: (from: Listing) => orDiscarded(organisation, (id) => takeListing(organisation, id, from)),
    ...filled,
  })
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const chosen = listings[Number(new FormData(event.currentTarget).get('listing'))]
    if (chosen !== undefined) taking.mutate(chosen)
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p>Everybody whom the provider lists, with groups and authenticators. This can take some minutes.</p>
      <NativeSelect
        name="listing"
        label="Provider"
        data={listings.map(({ provider, tenant }, index) => ({
          value: String(index),
          label: `${providerName(provider)}: ${tenant}`,
        }))}
      />
      {taking.isError && <ProblemCard error={taking.error} />}
      <div>
        <Button type="submit" variant="filled" loading={taking.isPending}>
          List and look at it
        </Button>
      </div>
    </form>
  )
}
