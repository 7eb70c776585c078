/** Which notices go to which channels. */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { routingQuery } from '../api/connections.ts'
import { ApiProblem } from '../api/problem.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { OutsideBlock } from '../design/outside.tsx'
import { useHere } from '../shell/organisation.ts'

export function RoutingPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(routingQuery(organisation))
  const [isChanging, setIsChanging] = useState(false)
  return (
    <Card
      title="Which notices go where"
      aside={
        may('administrator') && (
          <Button size="xs" onClick={() => setIsChanging(true)}>
            Change…
          </Button>
        )
      }
    >
      <Loaded query={query} lines={2}>
        {(routing) => {
          const text = JSON.stringify(routing, null, 2)
          return (
            <>
              <p className="muted" style={{ marginBottom: 10 }}>
                A change that lets anybody be told less waits for a second person.
              </p>
              <OutsideBlock label="Routes">{text}</OutsideBlock>
              <ChangeRouting text={text} opened={isChanging} onClose={() => setIsChanging(false)} />
            </>
          )
        }}
      </Loaded>
    </Card>
  )
}

interface ChangeRoutingProps {
  readonly text: string
  readonly opened: boolean
  onClose(): void
}

function ChangeRouting({ text, opened, onClose }: ChangeRoutingProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Change the routes"
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={({ routing = '' }) => change({ kind: 'routing-changed', data: parsed(routing) })}
    >
      <Textarea
        name="routing"
        label="Routes, as JSON"
        defaultValue={text}
        rows={14}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
    </FormDialog>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiProblem(
      {
        code: 'ERR_CONSOLE_JSON',
        title: 'This is no JSON',
        detail: cause instanceof Error ? cause.message : 'The text could not be read.',
        next: 'Look for a missing comma, quote or bracket.',
        status: 0,
      },
      { cause },
    )
  }
}
