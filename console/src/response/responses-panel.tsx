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
  done: 'ok',
  undone: 'quiet',
  failed: 'bad',
  'waits-for-approval': 'warn',
  waiting: 'warn',
  reported: 'info',
  declined: 'quiet',
  expired: 'quiet',
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
                  name: 'Step',
                  cell: ({ step, playbook }) => (
                    <>
                      <b>
                        <Outside>{step}</Outside>
                      </b>
                      <small style={{ display: 'block' }}>
                        <Outside>{playbook}</Outside>
                      </small>
                    </>
                  ),
                },
                {
                  name: 'State',
                  width: '190px',
                  cell: ({ state }) => (
                    <Pill tone={STATE_TONE[state] ?? 'info'}>{capital(state.replaceAll('-', ' '))}</Pill>
                  ),
                },
                {
                  name: 'Incident',
                  width: '110px',
                  cell: ({ incident }) =>
                    incident === null ? (
                      <span className="muted">none</span>
                    ) : (
                      <Link to={to(`/incidents/${encodeURIComponent(incident)}`)}>Open</Link>
                    ),
                },
                { name: 'When', width: '130px', cell: ({ time }) => <Time at={time} /> },
                { name: 'Acts', isUnnamed: true, width: '200px', cell: (response) => <Acts response={response} /> },
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

function Acts({ response: { id, state, step } }: { readonly response: Response }) {
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
  if (!may('approver', 'analyst', 'administrator')) return null
  const button = (act: ResponseAct, label: string, isMain = false) => (
    <Button
      size="xs"
      variant={isMain ? 'filled' : 'default'}
      loading={acting.isPending && acting.variables === act}
      onClick={() => acting.mutate(act)}
      aria-label={`${label}: ${step}`}
    >
      {label}
    </Button>
  )
  if (/wait/.test(state)) {
    return (
      <span className="row" style={{ gap: 6 }}>
        {button('approve', 'Approve', true)}
        {button('decline', 'Decline')}
      </span>
    )
  }
  return state === 'done' ? button('undo', 'Undo') : null
}
