/** One lockout beside the list: why, how sure, what to do, and the rows that say so. */
import { Drawer } from '@mantine/core'
import type { Lockout } from '../api/verdicts.ts'
import { Card, Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Lasting, Time } from '../design/time.tsx'
import { EvidenceTable } from './evidence.tsx'
import { capital, causeName, endedBy, likelihood, providerName, scopeName } from './words.ts'

interface LockoutDrawerProps {
  readonly lockout: Lockout | undefined
  readonly withdrawn: string | null
  onClose(): void
}

export function LockoutDrawer({ lockout, withdrawn, onClose }: LockoutDrawerProps) {
  return (
    <Drawer
      opened={lockout !== undefined}
      onClose={onClose}
      title={<b>Why this person cannot get in</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {lockout !== undefined && (
        <div className="stack">
          {withdrawn !== null && <Pill tone="quiet">Taken back: rows that came later say otherwise</Pill>}
          <LockoutStory lockout={lockout} />
        </div>
      )}
    </Drawer>
  )
}

function LockoutStory({ lockout }: { readonly lockout: Lockout }) {
  return (
    <>
      <div>
        <h3 style={{ fontSize: 17 }}>{capital(causeName(lockout.cause))}</h3>
        <p className="muted">{capital(likelihood(lockout.confidence))}</p>
        <p style={{ marginTop: 6 }}>
          <Outside>{lockout.summary}</Outside>
        </p>
      </div>
      <Card className="say" title="Next step">
        <p>{lockout.next}</p>
      </Card>
      <Facts
        of={[
          ['Who', <People key="who" lockout={lockout} />],
          ['Where', providerName(lockout.provider)],
          [
            'Account',
            <span key="account" className="mono">
              {lockout.account}
            </span>,
          ],
          ['Reaches', capital(scopeName(lockout.scope))],
          ['Since', <Time key="since" at={lockout.start} />],
          ['Lasting', <Lasting key="lasting" from={lockout.start} to={lockout.ended?.at} />],
          [
            'State',
            lockout.ended === null ? (
              <Pill key="state" tone="warn">
                Cannot sign in
              </Pill>
            ) : (
              <Pill key="state" tone="ok">
                {endedBy(lockout.ended.by)}
              </Pill>
            ),
          ],
        ]}
      />
      {lockout.alternatives.length > 0 && (
        <section>
          <h3>Also weighed</h3>
          <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
            {lockout.alternatives.map(({ cause, confidence }) => (
              <li key={cause}>
                {capital(causeName(cause))}: <span className="muted">{likelihood(confidence)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>Evidence</h3>
        <EvidenceTable evidence={lockout.evidence} />
      </section>
    </>
  )
}

const PEOPLE_SHOWN = 12

function People({ lockout: { people, peopleCount } }: { readonly lockout: Lockout }) {
  const shown = people.slice(0, PEOPLE_SHOWN)
  return (
    <>
      {shown.map((person) => (
        <div key={person}>
          <Outside>{person}</Outside>
        </div>
      ))}
      {peopleCount > shown.length && <div className="muted">and {peopleCount - shown.length} more</div>}
    </>
  )
}
