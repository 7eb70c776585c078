/**
 * A notice as a finding of the Open Cybersecurity Schema Framework 1.8.0: an incident as Incident Finding (2005), all else
 * as Detection Finding (2004). schema.ocsf.io/1.8.0
 */
import type { Sending } from '../channel.ts'
import { revisionKey, subjectKey } from '../identity.ts'
import type { NoticeOf, NoticeState } from '../notice.ts'
import { outsideText } from '../outside-text.ts'
import type { Severity } from '../severity.ts'
import { type Words, wordsOf } from '../words.ts'

type Named = readonly [id: number, name: string]

const SEVERITIES: Readonly<Record<Severity, Named>> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
}

const CREATE: Named = [1, 'Create']
const UPDATE: Named = [2, 'Update']
const CLOSE: Named = [3, 'Close']

/** Each of them means the same in both classes. */
const STATUS: Readonly<Record<NoticeState, Named>> = {
  open: [1, 'New'],
  note: [1, 'New'],
  taken: [2, 'In Progress'],
  closed: [4, 'Resolved'],
}

interface FindingInfo {
  readonly uid: string
  readonly desc?: string
  readonly [member: string]: unknown
}

export interface Finding {
  readonly message?: string
  readonly unmapped?: object
  readonly finding_info?: FindingInfo
  readonly finding_info_list?: readonly FindingInfo[]
  readonly [member: string]: unknown
}

export function ocsfFinding(sending: Sending): Finding {
  const { notice, revision } = sending
  const words = wordsOf(notice)
  const [classUid, className] = notice.kind === 'incident' ? [2005, 'Incident Finding'] : [2004, 'Detection Finding']
  const [activityId, activityName] = words.state === 'closed' ? CLOSE : revision === 1 ? CREATE : UPDATE
  const [severityId, severity] = SEVERITIES[words.severity]
  const [statusId, status] = STATUS[words.state]
  const info = findingInfo(sending, words)
  return {
    activity_id: activityId,
    activity_name: activityName,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: className,
    type_uid: classUid * 100 + activityId,
    type_name: `${className}: ${activityName}`,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    time: notice.changed,
    start_time: notice.opened,
    message: words.title,
    metadata: {
      version: '1.8.0',
      product: { name: 'Postern', vendor_name: 'Postern' },
      uid: revisionKey(sending),
      sequence: revision,
      tenant_uid: sending.organisation,
    },
    ...(notice.kind === 'incident'
      ? { finding_info_list: [info], src_url: notice.link, ...assigneeOf(notice) }
      : { finding_info: info }),
    unmapped: { postern: Object.fromEntries(words.facts.map(({ label, value }) => [label, value])) },
  }
}

/** The same finding without its sentences, for where there is little room. */
export function withoutDescriptions(finding: Finding): Finding {
  const { finding_info: info, finding_info_list: list, ...rest } = finding
  return {
    ...rest,
    ...(info && { finding_info: withoutDescription(info) }),
    ...(list && { finding_info_list: list.map(withoutDescription) }),
  }
}

function withoutDescription({ desc: _desc, ...info }: FindingInfo): FindingInfo {
  return info as FindingInfo
}

/** OCSF wants to know who has it. */
function assigneeOf({ takenBy }: NoticeOf<'incident'>) {
  return takenBy === undefined
    ? { assignee_group: { name: 'nobody yet' } }
    : { assignee: { name: outsideText(takenBy, 120) } }
}

function findingInfo(sending: Sending, words: Words): FindingInfo {
  return {
    uid: subjectKey(sending),
    title: words.headline,
    desc: words.lines.join('\n'),
    types: [sending.notice.kind],
    created_time: sending.notice.opened,
    modified_time: sending.notice.changed,
    src_url: sending.notice.link,
    ...(sending.notice.kind === 'incident' ? { related_events_count: sending.notice.findings } : {}),
  }
}
