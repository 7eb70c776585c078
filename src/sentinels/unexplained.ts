/** What is told of a finding about changes, once it is known what explains them. Pure. */
import type { OpenFinding, SeenChange } from '../detection/index.ts'
import type { Outcome } from './seen-changes.ts'

interface Said {
  readonly of: string
  readonly finding: OpenFinding
}
const said = new WeakMap<OpenFinding, Said>()

const OWN =
  'It was made with Postern’s own credential, and no remedy explains it: somebody else may have that credential.'
const OWN_NEXT =
  'Withdraw Postern’s credential at the provider and make a new one. Then undo the change, and look what else was done with it.'

/** The finding as it is told; undefined where each of its changes is explained. One that is about no changes stays as it is. */
export function unexplained(
  finding: OpenFinding,
  outcomes: { get(change: SeenChange): Outcome | undefined },
  isOwn: (change: SeenChange) => boolean,
): OpenFinding | undefined {
  if (finding.changes === undefined) return finding
  const open = finding.changes.filter((change) => outcomes.get(change)?.explained == null)
  if (open.length === 0) return undefined
  const isOurs = open.some(isOwn)
  const notes = [...new Set(open.flatMap((change) => outcomes.get(change)?.note || []))]
  if (!isOurs && notes.length === 0) return finding
  // The same object as long as it says the same: what is not new is not written anew.
  const of = JSON.stringify([isOurs, notes, finding.rowsCount, finding.summary])
  const before = said.get(finding)
  if (before?.of === of) return before.finding
  const summary = [finding.summary, ...(isOurs ? [OWN] : []), ...notes].join(' ')
  const more = isOurs ? ({ severity: 'high', next: OWN_NEXT } as const) : {}
  const told = { ...finding, ...more, summary }
  said.set(finding, { of, finding: told })
  return told
}
