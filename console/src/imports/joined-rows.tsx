/** Accounts that an import joins to somebody, or does not dare to: what people are to look at before they agree. */
import type { ImportPreview, JoinedRow, Outcome } from '../api/imports.ts'
import { Card } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { Table } from '../design/table.tsx'
import { capital, providerName } from '../diagnosis/words.ts'

const WORDS: Readonly<Partial<Record<Outcome, { readonly tone: Tone; readonly word: string; readonly why: string }>>> =
  {
    linked: { tone: 'info', word: 'Linked to', why: 'the same employee number' },
    recreated: { tone: 'info', word: 'Made again for', why: 'the user name or address was theirs at this provider' },
    doubt: { tone: 'warn', word: 'In doubt, may be', why: 'the rules contradict each other' },
  }

export function JoinedRows({ preview: { joined, outcomes, applied } }: { readonly preview: ImportPreview }) {
  if (joined.length === 0) return null
  const all = outcomes.linked + outcomes.recreated + outcomes.doubt
  return (
    <Card
      className="flush"
      title={applied === null ? 'Who is joined to whom' : 'What was left out'}
      aside={applied === null && all > joined.length && <small>the first {joined.length.toLocaleString('en')}</small>}
    >
      <ShowMore rows={joined}>
        {(shown) => (
          <Table
            caption="Accounts that are joined to somebody, or in doubt"
            rows={shown}
            keyOf={({ part, line }) => `${part}/${line}`}
            columns={[
              {
                name: 'Account',
                cell: ({ label, provider }) => (
                  <>
                    <b>
                      <Outside>{label}</Outside>
                    </b>
                    <small style={{ display: 'block' }}>{providerName(provider)}</small>
                  </>
                ),
              },
              {
                name: 'What',
                width: '160px',
                cell: ({ outcome }) => (
                  <Pill tone={WORDS[outcome]?.tone ?? 'quiet'}>{WORDS[outcome]?.word ?? outcome}</Pill>
                ),
              },
              { name: 'Person', cell: (row) => <PersonOf row={row} /> },
              { name: 'Why', cell: ({ outcome, why }) => capital(why ?? WORDS[outcome]?.why ?? '') },
              { name: 'Line', width: '76px', isNumber: true, cell: ({ line }) => line.toLocaleString('en') },
            ]}
          />
        )}
      </ShowMore>
    </Card>
  )
}

function PersonOf({ row: { person, personLabel } }: { readonly row: JoinedRow }) {
  if (personLabel === null) return <span className="mono muted">{person}</span>
  return <Outside>{personLabel}</Outside>
}
