/**
 * A made-up report with one of everything, for tests and for looking at the faces: three attacks, two outages, two policy
 * blocks, twelve lockouts, and names that an attacker chose. Nobody in it exists.
 */
import type { Finding, Outage, PolicyBlock, Report } from '../diagnosis/index.ts'
import { LOCKOUTS } from './sample-lockouts.ts'
import { at, ENTRA_FILE, HOSTILE, OKTA_FILE, rows } from './sample-rows.ts'

const FINDINGS: readonly Finding[] = [
  {
    id: 'f1a5e0c0ffee0001',
    detection: 'fatigue-approved',
    technique: 'T1621',
    severity: 'critical',
    confidence: 0.97,
    person: 'priya.nair@example.com',
    account: '00000000-0000-4000-8000-00000000a001',
    provider: 'entra',
    start: at(23, '02:11'),
    end: at(23, '02:33:41'),
    summary:
      '14 prompts refused in 22 minutes from 203.0.113.77, an address and a device this person never used, then one approved at 02:33:41.',
    evidence: rows(
      ENTRA_FILE,
      211,
      [at(23, '02:11:04'), at(23, '02:12:40'), at(23, '02:15:12'), at(23, '02:20:55'), at(23, '02:33:41')],
      'prompt refused: “MFA denied; user declined the authentication”',
    ),
    next: 'Treat the account as taken: end all sessions, set a new password, remove what was registered after 02:33, page security. Do not reset MFA for anybody who calls about it.',
  },
  {
    id: 'f1a5e0c0ffee0002',
    detection: 'password-spray',
    technique: 'T1110.003',
    severity: 'high',
    confidence: 0.93,
    address: '198.51.100.23',
    provider: 'entra',
    start: at(22, '23:50'),
    end: at(23, '00:19'),
    people: [
      'ana.ferreira@example.com',
      'kofi.mensah@example.com',
      HOSTILE.markup,
      HOSTILE.escape,
      'mei.tan@example.com',
    ],
    peopleCount: 204,
    summary: '204 accounts tried from 198.51.100.23 in 29 minutes, at most two passwords each; none accepted.',
    evidence: rows(ENTRA_FILE, 20, [at(22, '23:50'), at(22, '23:51'), at(23, '00:19')], 'wrong password (50126)'),
    next: 'Block the address, check that none of the 204 signed in from it, and leave their authenticators as they are.',
  },
  {
    id: 'f1a5e0c0ffee0003',
    detection: 'impossible-travel',
    technique: 'T1078.004',
    severity: 'medium',
    confidence: 0.71,
    person: HOSTILE.bidi,
    account: 'okta-00u-travel',
    provider: 'okta',
    start: at(23, '09:02'),
    end: at(23, '09:41'),
    summary: 'Lisbon at 09:02, Singapore at 09:41: 11,900 km in 39 minutes. Neither network is a known exit of a VPN.',
    evidence: rows(OKTA_FILE, 1188, [at(23, '09:02:11'), at(23, '09:41:50')], 'signed in with everything demanded'),
    next: 'Ask the person over a number on file which of the two it was. Until then end the session from Singapore.',
  },
  ...['new-device', 'new-device', 'new-device', 'unusual-hour', 'new-network'].map(
    (detection, index): Finding => ({
      id: `51600000000${index}`,
      detection: detection as Finding['detection'],
      technique: 'T1078',
      severity: index === 4 ? 'medium' : 'low',
      confidence: 0.5,
      person: `person${index}@example.com`,
      account: `id-${index}`,
      provider: 'okta',
      start: at(23, `1${index}:05`),
      end: at(23, `1${index}:05`),
      summary: 'Not seen in this person’s earlier sign-ins.',
      evidence: rows(OKTA_FILE, 1500 + index, [at(23, `1${index}:05`)], 'signed in'),
      next: 'Nothing alone; look at it if something else is odd.',
      ...(index === 4 ? { reportOnly: true as const } : {}),
    }),
  ),
]

const OUTAGES: readonly Outage[] = [
  {
    id: '0a7a9e0000000001',
    provider: 'entra',
    what: 'sign-in',
    start: at(23, '13:40'),
    end: at(23, '15:02'),
    ended: true,
    peopleCount: 212,
    people: ['ana.ferreira@example.com', 'leo.brandt@example.com', 'ines.duarte@example.com', 'tom.reyes@example.com'],
    summary:
      '212 people typed the right password and no second step was completed: gateway time-outs (504) from 61 networks, usually fewer than one an hour.',
    evidence: rows(
      ENTRA_FILE,
      4410,
      [at(23, '13:40:09'), at(23, '13:40:31'), at(23, '15:01:58')],
      'service error (504)',
    ),
    next: 'Tell callers that the provider is in trouble and that nothing is wrong with their phone. Watch the provider’s status page.',
  },
  {
    id: '0a7a9e0000000002',
    provider: 'okta',
    what: 'message',
    start: at(24, '07:15'),
    end: at(24, '08:58'),
    ended: false,
    peopleCount: 17,
    people: ['sara.lind@example.com', HOSTILE.lines],
    summary: '17 people on one carrier’s numbers get no text messages; calls and prompts arrive.',
    evidence: rows(OKTA_FILE, 2210, [at(24, '07:15:20'), at(24, '08:58:00')], 'text message not delivered'),
    next: 'Offer another registered authenticator, or a call instead of a text. Change no phone number today.',
  },
]

const BLOCKS: readonly PolicyBlock[] = [
  {
    id: 'b10c000000000001',
    policy: 'Require compliant device',
    provider: 'entra',
    start: at(24, '08:02'),
    end: at(24, '08:57'),
    peopleCount: 14,
    people: ['payroll.one@example.com', 'payroll.two@example.com', 'payroll.three@example.com'],
    changedBy: { actor: 'admin.jo@example.com', at: at(24, '08:01:30') },
    summary: '14 people who all got in yesterday are stopped by this policy since it was changed.',
    evidence: rows(ENTRA_FILE, 5120, [at(24, '08:02:44'), at(24, '08:05:10')], 'blocked by conditional access (53003)'),
    next: 'Ask whoever changed it whether Payroll was meant. Put the policy back into report-only until it is clear.',
  },
  {
    id: 'b10c000000000002',
    policy: `Block legacy ${HOSTILE.markup}`,
    provider: 'entra',
    start: at(20, '06:00'),
    end: at(24, '08:40'),
    peopleCount: 3,
    people: ['scanner-3f@example.com', 'fax@example.com', 'crm-mailer@example.com'],
    summary: 'Three mailboxes used by machines keep trying IMAP, which cannot do MFA.',
    evidence: rows(ENTRA_FILE, 90, [at(20, '06:00'), at(24, '08:40')], 'legacy protocol blocked (53003)'),
    next: 'Move the machines to OAuth or to a relay. Make no exception in the policy.',
  },
]

/** Working days at noon, a spray on Sunday night, and an outage on Monday. */
const FAILURES = [
  { start: at(17, '06:00'), first: 31, second: 9, stopped: 4, provider: 0 },
  { start: at(17, '12:00'), first: 44, second: 12, stopped: 3, provider: 0 },
  { start: at(18, '06:00'), first: 38, second: 14, stopped: 6, provider: 1 },
  { start: at(19, '12:00'), first: 29, second: 7, stopped: 2, provider: 0 },
  { start: at(20, '06:00'), first: 33, second: 11, stopped: 5, provider: 0 },
  { start: at(22, '18:00'), first: 350, second: 0, stopped: 0, provider: 0 },
  { start: at(23, '00:00'), first: 58, second: 19, stopped: 2, provider: 0 },
  { start: at(23, '12:00'), first: 41, second: 25, stopped: 64, provider: 212 },
]

/** The report. Every call gives the same. */
export function sampleReport(): Report {
  return {
    format: 'postern.diagnosis/1',
    period: { start: at(17, '00:00:12'), end: at(24, '08:59:48') },
    input: {
      files: [
        { file: ENTRA_FILE, shapes: ['entra.graph'], rows: 39_120, events: 39_116 },
        { file: OKTA_FILE, shapes: ['okta.system-log'], rows: 2_840, events: 2_702 },
        { file: `exports/${HOSTILE.lines}.csv`, shapes: [], rows: 2, events: 0 },
      ],
      rows: 41_962,
      events: 41_818,
      duplicates: 120,
      other: 138,
      otherNames: { 'system.api_token.create': 90, 'application.lifecycle.update': 47, [HOSTILE.markup]: 1 },
      problems: [
        {
          file: ENTRA_FILE,
          line: 17,
          code: 'ERR_ROW_NOT_JSON',
          message: 'This row is no JSON. Export the file again.',
        },
        { file: ENTRA_FILE, line: 39_120, code: 'ERR_ROW_TRUNCATED', message: 'The file ends inside this row.' },
        { file: ENTRA_FILE, line: 1_204, code: 'ERR_ROW_NO_TIME', message: 'createdDateTime is missing.' },
        { file: ENTRA_FILE, line: 1_205, code: 'ERR_ROW_NO_TIME', message: 'createdDateTime is missing.' },
        {
          file: `exports/${HOSTILE.lines}.csv`,
          line: 0,
          code: 'ERR_ROW_UNKNOWN_FORMAT',
          message: 'No known export has these columns. docs/export-your-log.md lists those that are read.',
        },
      ],
      problemCount: 6,
      people: 4_118,
    },
    failedAttempts: { bucketMinutes: 360, buckets: FAILURES },
    findings: FINDINGS,
    lockouts: LOCKOUTS,
    outages: OUTAGES,
    policyBlocks: BLOCKS,
  }
}

/** The same shape with nothing found: `events` rows of one file were read. */
export function emptyReport(events: number): Report {
  const { input, ...full } = sampleReport()
  return {
    ...full,
    period: events === 0 ? null : full.period,
    input: {
      ...input,
      files: [{ file: ENTRA_FILE, shapes: events === 0 ? [] : ['entra.graph'], rows: events, events }],
      rows: events,
      events,
      duplicates: 0,
      other: 0,
      otherNames: {},
      problems: [],
      problemCount: 0,
      people: events === 0 ? 0 : 31,
    },
    failedAttempts: { bucketMinutes: 360, buckets: [] },
    findings: [],
    lockouts: [],
    outages: [],
    policyBlocks: [],
  }
}
