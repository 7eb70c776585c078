/** What playbooks did: each step, with what waits for a human, and what can be taken back. */
import { Button } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { actOnResponse, type Response, type ResponseAct, responsesQuery } from '../api/response.ts'
import { Card, Empty } from '../design/card.tsx'
import { sayDone, sayProblem } from '../design/done.ts'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

const STATE_TONE: Readonly<Record<string, Tone>> = {
  reported: 'info',
  running: 'info',
  waiting: 'warn',
  held: 'warn',
  done: 'ok',
  undoing: 'info',
}

export function ResponsesPanel() {
  const { organisation, to } = useHere()
  const query = useQuery(responsesQuery(organisation))
  return (
    <Card className="flush" title="What was done by playbooks">
      <Loaded query={query}>
        {(responses) =>
          responses.length === 0 ? (
            <Empty icon={<IconBolt size={26} aria-hidden />} title="Nothing was done yet" />
          ) : (
            <Table
              caption="Steps of playbooks"
              rows={responses}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: 'Playbook',
                  cell: ({ name, summary, person }) => (
                    <>
                      <b>
                        <Outside>{name}</Outside>
                      </b>
                      {person !== null && (
                        <>
                          {' '}
                          for <Outside>{person}</Outside>
                        </>
                      )}
                      <small style={{ display: 'block' }}>
                        <Outside>{summary}</Outside>
                      </small>
                    </>
                  ),
                },
                { name: 'Steps', width: '280px', cell: ({ steps, state }) => <Steps steps={steps} state={state} /> },
                {
                  name: 'State',
                  width: '150px',
                  cell: ({ state, why }) => (
                    <>
                      <Pill tone={STATE_TONE[state] ?? 'quiet'}>
                        {state === 'reported' ? 'Only reported' : capital(state)}
                      </Pill>
                      {why !== null && <small style={{ display: 'block' }}>{why}</small>}
                    </>
                  ),
                },
                {
                  name: 'Incident',
                  width: '80px',
                  cell: ({ incident }) =>
                    incident === null ? (
                      <span className="muted">none</span>
                    ) : (
                      <Link to={to(`/incidents/${encodeURIComponent(incident)}`)}>Open</Link>
                    ),
                },
                { name: 'When', width: '110px', cell: ({ time }) => <Time at={time} /> },
                { name: 'Acts', isUnnamed: true, width: '100px', cell: (response) => <Acts response={response} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

const SAID: Readonly<Record<ResponseAct, string>> = {
  approve: 'Approved: it is carried out now.',
  decline: 'Declined: it is not done.',
  undo: 'It is taken back.',
}

/** Of a playbook that only reports, what it would have done. */
function Steps({ steps, state }: Pick<Response, 'steps' | 'state'>) {
  return (
    <ol style={{ margin: 0, paddingLeft: 18 }}>
      {steps.map(({ do: verb, outcome, address }) => (
        <li key={`${verb} ${address ?? ''}`}>
          {capital(verb.replaceAll('-', ' '))}
          {address !== null && (
            <>
              {' '}
              <Outside>{address}</Outside>
            </>
          )}
          <span className="muted">
            {outcome === null ? (state === 'reported' ? '' : ', not yet') : `, ${outcome.replaceAll('-', ' ')}`}
          </span>
        </li>
      ))}
    </ol>
  )
}

const WORDS: Readonly<Record<ResponseAct, string>> = { approve: 'Approve', decline: 'Decline', undo: 'Undo' }

/** Whoever may not approve may still stop it. */
function Acts({ response: { id, may: allowed, name } }: { readonly response: Response }) {
  const { organisation, may } = useHere()
  const queries = useQueryClient()
  const acting = useMutation({
    mutationFn: (act: ResponseAct) => actOnResponse(organisation, id, act),
    onSuccess: (_, act) => {
      sayDone(SAID[act])
      void queries.invalidateQueries({ queryKey: [organisation] })
    },
    onError: sayProblem,
  })
  const acts = allowed.filter((act) =>
    act === 'decline' ? may('analyst', 'approver', 'administrator') : may('approver'),
  )
  return (
    <span className="row wrap" style={{ gap: 6 }}>
      {acts.map((act) => (
        <Button
          key={act}
          size="xs"
          variant={act === 'approve' ? 'filled' : 'default'}
          loading={acting.isPending && acting.variables === act}
          onClick={() => acting.mutate(act)}
          aria-label={`${WORDS[act]}: ${name}`}
        >
          {WORDS[act]}
        </Button>
      ))}
    </span>
  )
}
