/**
 * From YAML to a playbook. Whatever is wrong is told with its line, in words for whoever writes it. Nothing is guessed: an
 * unknown word is an error, not ignored. YAML's own traps are shut: no aliases, no tags, no second value of a key.
 */
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { DEFAULTS } from '../base/defaults.ts'
import { DETECTIONS, type DetectionId } from '../signin/index.ts'
import {
  type Mode,
  PLAYBOOK_TIERS,
  PLAYBOOK_VERBS,
  type Playbook,
  type PlaybookVerb,
  SEVERITIES,
  type Step,
} from './playbook.ts'

export type PlaybookProblemCode =
  | 'ERR_PLAYBOOK_YAML' // it is no YAML, or uses what we do not allow in it
  | 'ERR_PLAYBOOK_WORD' // something is missing, unknown, or of the wrong kind
  | 'ERR_PLAYBOOK_NUMBER' // a number or time beyond what there may be
  | 'ERR_PLAYBOOK_ORDER' // a step that touches the person's way in comes before a milder one
  | 'ERR_PLAYBOOK_HARMFUL' // a step that must never follow such a finding

export interface PlaybookProblem {
  readonly code: PlaybookProblemCode
  /** From 1. */
  readonly line: number
  readonly message: string
}

export type Parsed = { readonly playbook: Playbook } | { readonly problem: PlaybookProblem }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const KEYS = ['name', 'when', 'mode', 'people-per-hour', 'do']
const STEPS: readonly string[] = ['notify', ...PLAYBOOK_VERBS]
/** Nobody attacks, or nothing may be touched: of these people are told, and no more. */
const ONLY_TOLD: ReadonlySet<DetectionId> = new Set(['mass-lockout', 'emergency-account'])

class Wrong extends Error {
  readonly problem: PlaybookProblem
  constructor(problem: PlaybookProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Reads one playbook; gives the first thing that is wrong with it. */
export function parsePlaybook(text: string): Parsed {
  try {
    return { playbook: readPlaybook(text) }
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.problem }
    throw error
  }
}

type Path = readonly (string | number)[]

/** The document, and how to complain about a place in it. */
interface Reading {
  value(path: Path): unknown
  wrong(path: Path, code: PlaybookProblemCode, message: string): Wrong
}

function open(text: string): Reading {
  if (Buffer.byteLength(text) > DEFAULTS.response.yamlBytesMax) {
    const message = `A playbook has at most ${DEFAULTS.response.yamlBytesMax} bytes.`
    throw new Wrong({ code: 'ERR_PLAYBOOK_YAML', line: 1, message })
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2', prettyErrors: false })
  const [first] = [...document.errors, ...document.warnings]
  if (first !== undefined) {
    throw new Wrong({ code: 'ERR_PLAYBOOK_YAML', line: lines.linePos(first.pos[0]).line, message: `${first.message}.` })
  }
  let values: unknown
  try {
    values = document.toJS({ maxAliasCount: 0 })
  } catch {
    throw new Wrong({ code: 'ERR_PLAYBOOK_YAML', line: 1, message: 'A playbook has no anchors and aliases.' })
  }
  return {
    value: (path) =>
      path.reduce<unknown>(
        (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
        values,
      ),
    wrong: (path, code, message) => new Wrong({ code, line: lineOf(document.contents, path, lines), message }),
  }
}

/** Of the place, or of the nearest that there is around it. */
function lineOf(contents: Node | null, path: Path, lines: LineCounter): number {
  let node: Node | null = contents
  let offset = contents?.range?.[0] ?? 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: its }) => isScalar(its) && its.value === key)
      if (pair === undefined) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value as Node | null
    } else {
      const next = node !== null && 'items' in node ? (node.items[key as number] as Node | undefined) : undefined
      if (next === undefined) break
      offset = next.range?.[0] ?? offset
      node = next
    }
  }
  return lines.linePos(offset).line
}

function readPlaybook(text: string): Playbook {
  const reading = open(text)
  closed(reading, [], KEYS)
  closed(reading, ['when'], ['finding', 'severity', 'tier'])
  const name = reading.value(['name'])
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100) {
    throw reading.wrong(['name'], 'ERR_PLAYBOOK_WORD', '`name` is missing: a few words that people know it by.')
  }
  const playbook: Playbook = {
    name,
    findings: words(reading, ['when', 'finding'], DETECTIONS),
    severity: words(reading, ['when', 'severity'], SEVERITIES)[0]!,
    tiers:
      reading.value(['when', 'tier']) === undefined ? PLAYBOOK_TIERS : words(reading, ['when', 'tier'], PLAYBOOK_TIERS),
    mode: readMode(reading),
    peoplePerHour: readLimit(reading),
    steps: readSteps(reading),
  }
  assertHarmless(reading, playbook)
  return playbook
}

function closed(reading: Reading, path: Path, keys: readonly string[]): void {
  const value = reading.value(path)
  const place = path.length === 0 ? 'A playbook' : `\`${path.join('.')}\``
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', `${place} has these parts: ${keys.join(', ')}.`)
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key))
  if (unknown !== undefined) {
    throw reading.wrong(
      [...path, unknown],
      'ERR_PLAYBOOK_WORD',
      `${place} has no part of this name; it has: ${keys.join(', ')}.`,
    )
  }
}

/** One word of a closed list, or several as a list. */
function words<Word extends string>(reading: Reading, path: Path, known: readonly Word[]): readonly Word[] {
  const value = reading.value(path)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const [index, word] of list.entries()) {
    if (known.includes(word as Word)) continue
    const message = `\`${path.join('.')}\` is one of: ${known.join(', ')}.`
    throw reading.wrong(Array.isArray(value) ? [...path, index] : path, 'ERR_PLAYBOOK_WORD', message)
  }
  if (list.length === 0) throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', `\`${path.join('.')}\` is empty.`)
  return list as readonly Word[]
}

function readMode(reading: Reading): Mode {
  const value = reading.value(['mode'])
  if (value === 'active') return { is: 'active' }
  const days = typeof value === 'string' ? /^report-only for ([1-9]\d{0,3}) days?$/.exec(value)?.[1] : undefined
  if (days !== undefined) {
    if (Number(days) <= DEFAULTS.response.reportOnlyDaysMax) return { is: 'report-only', days: Number(days) }
    const message = `Report-only ends after ${DEFAULTS.response.reportOnlyDaysMax} days at the latest.`
    throw reading.wrong(['mode'], 'ERR_PLAYBOOK_NUMBER', message)
  }
  const day = typeof value === 'string' ? /^report-only until (\d{4}-\d\d-\d\d)$/.exec(value)?.[1] : undefined
  const until = Date.parse(`${day}T00:00:00Z`)
  if (Number.isFinite(until)) return { is: 'report-only', until }
  const message = '`mode` is `active`, `report-only for 14 days` or `report-only until 2026-12-31`.'
  throw reading.wrong(['mode'], 'ERR_PLAYBOOK_WORD', message)
}

function readLimit(reading: Reading): number {
  const { peoplePerHour, peoplePerHourMax } = DEFAULTS.response
  const value = reading.value(['people-per-hour']) ?? peoplePerHour
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= peoplePerHourMax) return value
  const message = `\`people-per-hour\` is a whole number from 1 to ${peoplePerHourMax}.`
  throw reading.wrong(['people-per-hour'], 'ERR_PLAYBOOK_NUMBER', message)
}

function readSteps(reading: Reading): readonly Step[] {
  const list = reading.value(['do'])
  if (!Array.isArray(list) || list.length === 0) {
    throw reading.wrong(['do'], 'ERR_PLAYBOOK_WORD', `\`do\` is a list of steps: ${STEPS.join(', ')}.`)
  }
  if (list.length > DEFAULTS.response.stepsMax) {
    throw reading.wrong(['do'], 'ERR_PLAYBOOK_NUMBER', `A playbook has at most ${DEFAULTS.response.stepsMax} steps.`)
  }
  const steps = list.map((_, index) => readStep(reading, index))
  const places = steps.map((step) => STEPS.indexOf(step.do))
  for (const [index, place] of places.entries()) {
    const before = places[index - 1] ?? -1
    if (place > before) continue
    const message =
      'Each step stands once, and in this order, so that the attacking sign-in is acted on before the person’s own way in: ' +
      `${STEPS.join(', ')}.`
    throw reading.wrong(['do', index], 'ERR_PLAYBOOK_ORDER', message)
  }
  return steps
}

function readStep(reading: Reading, index: number): Step {
  const path = ['do', index]
  const value = reading.value(path)
  const name = typeof value === 'string' ? value : soleKey(value)
  if (name === undefined || !STEPS.includes(name)) {
    throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', `A step is one of: ${STEPS.join(', ')}.`)
  }
  const verb = name as Step['do']
  const isSource = verb === 'refuse-source'
  if (verb === 'notify' || typeof value === 'string') {
    if (isSource) throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', 'Say how long: `refuse-source: { for: 1 hour }`.')
    if (typeof value !== 'string')
      throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', '`notify` says nothing more: who is told, the routes decide.')
    return { do: verb, approval: false }
  }
  closed(reading, [...path, name], isSource ? ['for', 'approval'] : ['approval'])
  const approval = reading.value([...path, name, 'approval'])
  if (approval !== undefined && approval !== 'needed') {
    throw reading.wrong([...path, name, 'approval'], 'ERR_PLAYBOOK_WORD', '`approval` is `needed`, or left out.')
  }
  const step = { do: verb as PlaybookVerb, approval: approval === 'needed' }
  return isSource ? { ...step, forMs: readDuration(reading, [...path, name, 'for']) } : step
}

function soleKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const keys = Object.keys(value)
  return keys.length === 1 ? keys[0] : undefined
}

function readDuration(reading: Reading, path: Path): number {
  const { refuseMsMin, refuseMsMax } = DEFAULTS.response
  const value = reading.value(path)
  const [, count, unit] = (typeof value === 'string' && /^([1-9]\d{0,3}) (minute|hour)s?$/.exec(value)) || []
  if (count === undefined)
    throw reading.wrong(path, 'ERR_PLAYBOOK_WORD', '`for` is a time such as `30 minutes` or `1 hour`.')
  const ms = Number(count) * (unit === 'hour' ? HOUR_MS : MINUTE_MS)
  if (ms >= refuseMsMin && ms <= refuseMsMax) return ms
  const message = `A source is refused for ${refuseMsMin / MINUTE_MS} minutes to ${refuseMsMax / HOUR_MS} hours, so that nobody is locked out for good.`
  throw reading.wrong(path, 'ERR_PLAYBOOK_NUMBER', message)
}

function assertHarmless(reading: Reading, { findings, steps }: Playbook): void {
  const place = (detection: DetectionId): Path =>
    Array.isArray(reading.value(['when', 'finding']))
      ? ['when', 'finding', findings.indexOf(detection)]
      : ['when', 'finding']
  const informing = findings.find((detection) => DEFAULTS.reportOnly.includes(detection))
  if (informing !== undefined) {
    const message = `${informing} only informs: no playbook can start from it.`
    throw reading.wrong(place(informing), 'ERR_PLAYBOOK_HARMFUL', message)
  }
  const told = findings.find((detection) => ONLY_TOLD.has(detection))
  if (told !== undefined && steps.some((step) => step.do !== 'notify')) {
    const why =
      told === 'mass-lockout'
        ? 'nobody is attacked, and everybody is locked out already'
        : 'nothing automatic touches an emergency account'
    throw reading.wrong(place(told), 'ERR_PLAYBOOK_HARMFUL', `After ${told} only \`notify\` can follow: ${why}.`)
  }
}
