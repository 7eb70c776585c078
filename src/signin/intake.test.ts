import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { type Decoder, paths, type Row, RowProblem } from './decoder.ts'
import { createIntake } from './intake.ts'
import { readRows } from './read-rows.ts'
import type { Draft } from './sign-in.ts'

const at = paths({ id: 'id', time: 'time', name: 'user.name', tags: 'tags[].x' })

/** The smallest decoder that reads a time, as a vendor's would. */
function decoder(name: string, form: Decoder['form'], more: Partial<Decoder>): Decoder {
  return {
    name,
    provider: 'okta',
    form,
    paths: at.list,
    marks: [at.time],
    recognise: (sample) => 'time' in sample && 'user' in sample,
    decode(row: Row, draft: Draft) {
      draft.time = row.number(at.time)
      if (Number.isNaN(draft.time)) throw new RowProblem('ERR_ROW_BAD_TIME', 'No number.')
      draft.id = row.text(at.id)
      draft.name = row.text(at.name)
      draft.detail = Array.from({ length: row.count(at.tags) }, (_, index) => row.textAt(at.tags, index)).join()
      if (draft.name === 'crash') throw new TypeError('boom')
      draft.activity = draft.name === 'noise' ? 'other' : 'sign-in'
      draft.code = 'NOISE'
    },
    ...more,
  }
}

const DECODERS: readonly Decoder[] = [
  decoder('test.json', 'json', {}),
  decoder('test.flat', 'json', {
    paths: ['key', 'when', 'who', 'none[].x'],
    marks: [1, 2],
    recognise: (sample) => typeof sample.who === 'string' && 'when' in sample,
  }),
  decoder('test.csv', 'csv', {
    paths: ['Row Id', 'Time (UTC)', 'user.name', 'none[].x'],
    recognise: (sample) => 'Time (UTC)' in sample,
  }),
  decoder('test.line', 'line', {
    parse(line) {
      const [, time, name] = /^(\d+) LOGIN (\w+)$/.exec(line) ?? []
      return time === undefined ? undefined : { time, user: { name } }
    },
  }),
]

const said: string[] = []
/** One for all tests: what a file leaves behind must not matter to the next. */
const intake = createIntake(DECODERS, {
  event: (draft) => said.push(`${draft.name}@${draft.line}`),
  other: (name, line) => said.push(`(${name})@${line}`),
  problem: (code, _message, line) => said.push(`${code.replace('ERR_', '')}@${line}`),
})

/** What comes of a file that arrives in such pieces: `name@line` of each event, other row and problem. */
function story(input: string | Uint8Array, pieces: readonly number[] = [1 << 30]): string[] {
  const bytes = Buffer.from(input)
  said.length = 0
  intake.begin(0)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = pieces[turn % pieces.length] as number
    intake.push(bytes.subarray(at, at + size))
    at += size
  }
  const { rows } = intake.end()
  assert.equal(said.filter((one) => !one.endsWith('@0')).length, rows, 'a row is an event, a named other or a problem')
  return [...said]
}

const row = (name: string, time: unknown = 1): string => JSON.stringify({ id: `${name}-1`, time, user: { name } })
const ROWS = ['ana', 'ben', 'cleo'].map((name) => row(name))
const [ANA = '', BEN = '', CLEO = ''] = ROWS
const pretty = (text: string): string => JSON.stringify(JSON.parse(text), null, 2)

describe('given three rows, then each form gives the three events', () => {
  const forms: [string, string, string[]][] = [
    ['one a line', `${ROWS.join('\n')}\n`, ['ana@1', 'ben@2', 'cleo@3']],
    ['one a line, no newline at the end', ROWS.join('\n'), ['ana@1', 'ben@2', 'cleo@3']],
    ['CRLF, and blank lines', `\r\n${ROWS.join('\r\n\r\n')}\r\n`, ['ana@2', 'ben@4', 'cleo@6']],
    ['byte-order mark', `\ufeff${ROWS.join('\n')}`, ['ana@1', 'ben@2', 'cleo@3']],
    [
      'files put together with their marks',
      `\ufeff${ANA}\n\ufeff${BEN}\n\ufeff${CLEO}\n`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    ['JSON text sequence', ROWS.map((text) => `\x1e${text}\n`).join(''), ['ana@1', 'ben@2', 'cleo@3']],
    ['an array in one line: numbers', `[${ROWS.join(',')}]`, ['ana@1', 'ben@2', 'cleo@3']],
    ['an array, a row a line', `[\n${ROWS.join(',\n')}\n]\n`, ['ana@2', 'ben@3', 'cleo@4']],
    [
      'a pretty-printed array',
      JSON.stringify(
        ROWS.map((text) => JSON.parse(text)),
        null,
        2,
      ),
      ['ana@2', 'ben@9', 'cleo@16'],
    ],
    ['pretty-printed, one after another', ROWS.map(pretty).join('\n'), ['ana@1', 'ben@8', 'cleo@15']],
    ['pretty-printed, with commas', ROWS.map(pretty).join(',\n'), ['ana@1', 'ben@8', 'cleo@15']],
    ['all in one line, without commas', ROWS.join(''), ['ana@1', 'ben@2', 'cleo@3']],
    ['arrays a line', `[${ANA},${BEN}]\n[${CLEO}]\n`, ['ana@1', 'ben@1', 'cleo@2']],
    ['an array of arrays', `[[${ANA}],[${BEN},${CLEO}]]`, ['ana@1', 'ben@2', 'cleo@3']],
    ['Event Hub', `{"records":[${ANA},${BEN}]}\n{"records":[${CLEO}]}\n`, ['ana@1', 'ben@1', 'cleo@2']],
    ['Graph', `{"@odata.context":"x","value":[${ROWS}],"@odata.nextLink":"y"}`, ['ana@1', 'ben@2', 'cleo@3']],
    [
      'Duo',
      `{"stat":"OK","response":{"authlogs":[${ROWS}],"metadata":{"total_objects":3}}}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'Elasticsearch',
      `{"took":1,"hits":{"total":{"value":3},"hits":[${ROWS.map((text) => `{"_id":"x","_source":${text}}`)}]}}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'text in a message',
      ROWS.map((text) => JSON.stringify({ message: text })).join('\n'),
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'log lines of containers',
      ['ana', 'ben', 'cleo'].map((name) => JSON.stringify({ log: `12 LOGIN ${name}\n`, stream: 'stdout' })).join('\n'),
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'syslog around them, of either kind',
      `<14>1 2026-03-02T08:00:00Z idp1 app 9 - - ${ANA}\n<14>Mar  2 08:00:01 idp1 app[9]: ${BEN}\nMar  2 08:00:02 idp1 app: ${CLEO}\n`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'lines of Kubernetes, Fluentd and a web server',
      `2026-03-02T08:00:00.1Z stdout F ${ANA}\n2026-03-02T08:00:00+00:00\tidp.log\t${BEN}\n[2026-03-02 08:00:02] ${CLEO}\r\n`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'a message that itself has syslog around it',
      ROWS.map((text) => JSON.stringify({ message: `<14>1 2026-03-02T08:00:00Z idp1 app 9 - - ${text}` })).join('\n'),
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'documents of Elastic Agent',
      ROWS.map((text) => JSON.stringify({ event: { kind: 'event', original: text }, agent: { id: 'x' } })).join('\n'),
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'documents as Kibana and dotted names have them',
      `${JSON.stringify({ 'event.original': ANA })}\n${JSON.stringify({ _id: 'x', fields: { 'event.original': [BEN] } })}\n${JSON.stringify({ _source: { 'event.original': CLEO } })}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'Splunk, exported and searched',
      `${JSON.stringify({ preview: false, result: { _raw: ANA } })}\n${JSON.stringify({ event: JSON.parse(BEN), host: 'x' })}\n{"messages":[],"results":[${JSON.stringify({ _raw: CLEO })}]}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'CloudWatch Logs, subscribed to and filtered',
      `{"messageType":"DATA_MESSAGE","logEvents":[${ROWS.slice(0, 2).map((text) => JSON.stringify({ id: '1', message: text }))}]}\n{"events":[${JSON.stringify({ message: CLEO })}]}`,
      ['ana@1', 'ben@1', 'cleo@2'],
    ],
    [
      'EventBridge, SNS and Kafka',
      `{"detail-type":"x","detail":${ANA}}\n${JSON.stringify({ Type: 'Notification', Message: BEN })}\n${JSON.stringify({ topic: 'x', value: CLEO })}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    ['CSV', 'Row Id,Time (UTC),user.name\r\n1,5,ana\r\n2,5,"ben"\r\n3,5,cleo\r\n', ['ana@2', 'ben@3', 'cleo@4']],
    ['CSV with semicolons', 'Row Id;Time (UTC);user.name\n1;5;ana\n2;5;ben\n3;5;cleo', ['ana@2', 'ben@3', 'cleo@4']],
    ['CSV with tabs', 'Row Id\tTime (UTC)\tuser.name\n1\t5\tana\n2\t5\tben\n3\t5\tcleo', ['ana@2', 'ben@3', 'cleo@4']],
    [
      'CSV with newlines and quotes in fields',
      '\ufeff"Row Id","Time (UTC)",user.name,Note\n1,5,ana,"two\nlines, ""quoted"""\n2,5,ben,x\n\n3,5,cleo\n',
      ['ana@2', 'ben@4', 'cleo@6'],
    ],
    [
      'CSV with its separator said',
      'sep=;\nRow Id;Time (UTC);user.name\n1;5;ana\n2;5;ben\n3;5;cleo',
      ['ana@3', 'ben@4', 'cleo@5'],
    ],
    [
      'JSON in a CSV column',
      `CreationDate,AuditData\n${ROWS.map((text) => `2026,"${text.replaceAll('"', '""')}"`).join('\n')}`,
      ['ana@2', 'ben@3', 'cleo@4'],
    ],
    [
      'CSV whose columns are members, as tables of JSON are flattened',
      'id,time,user.name,tags\nx,1,ana,\nx,2,ben,"[{""x"":""a""}]"\nx,3,cleo,[oops\n',
      ['ana@2', 'ben@3', 'cleo@4'],
    ],
    [
      'CSV of Log Analytics, with the zone in the header',
      'key,when [UTC],who\n1,5,ana\n2,5,ben\n3,5,cleo\n',
      ['ana@2', 'ben@3', 'cleo@4'],
    ],
    [
      'log lines behind syslog and in containers',
      '<14>1 2026-03-02T08:00:00Z idp1 app 9 - - 12 LOGIN ana\nMar  2 08:00:01 idp1 app[9]: 13 LOGIN ben\napp-1  | 14 LOGIN cleo\n',
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'CSV of Splunk, with the whole event beside its fields',
      `_raw,key,when,who\n${['"12 LOGIN ana"', ...ROWS.slice(1).map((text) => `"${text.replaceAll('"', '""')}"`)].map((raw) => `${raw},1,5,dan`).join('\n')}`,
      ['ana@2', 'ben@3', 'cleo@4'],
    ],
    [
      'CSV in which somebody typed a row',
      `key,when,who,agent\n1,5,ana,x\n2,5,ben,"${row('dan').replaceAll('"', '""')}"\n3,5,cleo,x\n`,
      ['ana@2', 'ben@3', 'cleo@4'],
    ],
    [
      'the answer of the Log Analytics API',
      `{"tables":[{"name":"PrimaryResult","columns":[{"name":"key","type":"string"},{"name":"when","type":"long"},{"name":"who","type":"string"}],"rows":[["1",5,"ana"],["2",5,"ben"]]},{"name":"Other","columns":[{"name":"who","type":"string"},{"name":"when","type":"long"}],"rows":[["cleo",5]]}]}`,
      ['ana@1', 'ben@2', 'cleo@3'],
    ],
    [
      'Splunk’s rows of cells',
      '{"preview":false,\n"fields":["when","who"],\n"rows":[\n[5,"ana"],\n[5,"ben"],\n[5,"cleo"]]}',
      ['ana@4', 'ben@5', 'cleo@6'],
    ],
    ['log lines', '12 LOGIN ana\n13 LOGIN ben\n14 LOGIN cleo\n', ['ana@1', 'ben@2', 'cleo@3']],
    ['UTF-16 little-endian', `\ufeff${ROWS.join('\n')}`, ['ana@1', 'ben@2', 'cleo@3']],
  ]
  for (const [name, text, expected] of forms) {
    const bytes = Buffer.from(text, name.startsWith('UTF-16') ? 'utf16le' : 'utf8')
    test(name, () => assert.deepEqual(story(bytes), expected))
  }

  test('UTF-16 big-endian', () => {
    const bytes = Buffer.from(`\ufeff${ROWS.join('\n')}`, 'utf16le').swap16()
    assert.deepEqual(story(bytes), ['ana@1', 'ben@2', 'cleo@3'])
  })

  test('empty lists hold no row, and are no problem', () => {
    for (const text of ['[]', ' [ ] ', '{"value":[]}', '{"records":[]}\n{"records":[]}\n', '[[],[]]']) {
      assert.deepEqual(story(text), [], text)
    }
  })
})

describe('given something broken, then what is whole is read, and what is lost is said', () => {
  const cut = BEN.slice(0, 12)
  const cases: [string, string, string[]][] = [
    ['the last row is cut', `${ANA}\n${cut}`, ['ana@1', 'ROW_TRUNCATED@2']],
    ['the last row of an array is cut', `[\n${ANA},\n${cut}`, ['ana@2', 'ROW_TRUNCATED@3']],
    ['the last row of an array in one line is cut', `[${ANA},${cut}`, ['ana@1', 'ROW_TRUNCATED@2']],
    ['an array is not closed', `[\n${ANA},\n${BEN}\n`, ['ana@2', 'ben@3', 'ROW_TRUNCATED@4']],
    ['an envelope is cut', `{"value":[${ANA},${cut}`, ['ana@1', 'ROW_TRUNCATED@2']],
    ['a row of many lines is cut in a string', `${ANA}\n${cut}\n${CLEO}\n`, ['ana@1', 'ROW_NOT_JSON@2', 'cleo@3']],
    [
      'a row is cut after a comma',
      `${ANA}\n{"id":1,\n${BEN}\n${CLEO}\n`,
      ['ana@1', 'ROW_NOT_JSON@2', 'ben@3', 'cleo@4'],
    ],
    ['a row is cut after a colon', `${ANA}\n{"id":\n${BEN}\n${CLEO}\n`, ['ana@1', 'ROW_NOT_JSON@2', 'ben@3', 'cleo@4']],
    [
      'a row is cut in an array',
      `${ANA}\n{"x":[{"y":1},\n${BEN}\n${CLEO}\n`,
      ['ana@1', 'ROW_NOT_JSON@2', 'ben@3', 'cleo@4'],
    ],
    ['the first row is broken', `{"id":tru}\n${BEN}\n`, ['ROW_NOT_JSON@1', 'ben@2']],
    ['a row is broken in an array', `[\n  ${ANA},\n  {"id":1,},\n  ${CLEO}\n]`, ['ana@2', 'ROW_NOT_JSON@3', 'cleo@4']],
    [
      'a row is broken in an array in one line',
      `[${ANA},{"id":"x","y":[{"id":"z"},]},${CLEO}]`,
      ['ana@1', 'ROW_NOT_JSON@2', 'cleo@3'],
    ],
    [
      'a pretty-printed row is broken',
      `[\n  ${pretty(ANA).replaceAll('\n', '\n  ')},\n  {\n    "id": oops,\n    "user": {\n      "name": "ben"\n    }\n  },\n  ${ANA}\n]`,
      ['ana@2', 'ROW_NOT_JSON@9', 'ana@15'],
    ],
    ['a line of text among rows', `${ANA}\nexported by hand\n${BEN}\n`, ['ana@1', 'ROW_NOT_JSON@2', 'ben@3']],
    ['text before the rows', `# sign-ins\n${ANA}\n${BEN}\n`, ['ROW_UNKNOWN_FORMAT@1', 'ana@2', 'ben@3']],
    ['something after a row on its line', `${ANA} tail\n${BEN}\n`, ['ana@1', 'ROW_NOT_JSON@1', 'ben@2']],
    [
      'values that are no objects',
      `[${ANA},1,"x",null]`,
      ['ana@1', 'ROW_NOT_OBJECT@2', 'ROW_NOT_OBJECT@3', 'ROW_NOT_OBJECT@4'],
    ],
    ['a line that is no object', `${ANA}\n"text"\n12\n`, ['ana@1', 'ROW_NOT_OBJECT@2', 'ROW_NOT_OBJECT@3']],
    [
      'rows of no known format',
      `{"x":1}\n${ANA}\n{"y":{}}\n`,
      ['ROW_UNKNOWN_FORMAT@1', 'ana@2', 'ROW_UNKNOWN_FORMAT@3'],
    ],
    ['a row of no known format with an empty list', '{"a":1,"b":2,"c":3,"d":4,"events":[]}', ['ROW_UNKNOWN_FORMAT@1']],
    ['a row without its time', `${ANA}\n${row('ben', 'soon')}\n${CLEO}\n`, ['ana@1', 'ROW_BAD_TIME@2', 'cleo@3']],
    ['a row that its decoder chokes on', `${ANA}\n${row('crash')}\n${CLEO}\n`, ['ana@1', 'ROW_BAD_VALUE@2', 'cleo@3']],
    ['a row that is no sign-in', `${ANA}\n${row('noise')}\n`, ['ana@1', '(NOISE)@2']],
    [
      'a quote that is not closed',
      'Time (UTC),user.name\n1,ana\n2,"ben\n3,cleo\n',
      ['ana@2', 'ROW_TRUNCATED@3', 'cleo@4'],
    ],
    [
      'a table that nobody knows',
      'Name,Shoe size\nana,38\nben,44\n',
      ['ROW_UNKNOWN_COLUMNS@2', 'ROW_UNKNOWN_COLUMNS@3'],
    ],
    ['lines that nobody knows', 'hello\nworld\n', ['ROW_UNKNOWN_FORMAT@1', 'ROW_UNKNOWN_FORMAT@2']],
    [
      'lines between and under log lines',
      'starting\n12 LOGIN ana\njava.lang.Oops: no\n\tat x.y(Z.java:1)\n2026 something else\n13 LOGIN ben\n',
      ['ROW_UNKNOWN_FORMAT@1', 'ana@2', '(continuation)@3', '(continuation)@4', 'ROW_UNKNOWN_FORMAT@5', 'ben@6'],
    ],
    [
      'rows of no known format behind rows that syslog brought',
      `Mar  2 08:00:00 idp1 ${ANA}\nMar  2 08:00:01 idp1 {"x":1}\nMar  2 08:00:02 idp1 {"x":\n`,
      ['ana@1', 'ROW_UNKNOWN_FORMAT@2', 'ROW_UNKNOWN_FORMAT@3'],
    ],
    [
      'rows that somebody typed into another log',
      `${CLEO}\nMar  2 08:00:00 idp1 app: no user ${ANA}\n${JSON.stringify({ message: `no user ${BEN}` })}\n`,
      ['cleo@1', 'ROW_NOT_JSON@2', 'ROW_UNKNOWN_FORMAT@3'],
    ],
    ['rows of cells without columns', '{"rows":[[5,"ana"],[5,"ben"]]}', ['ROW_UNKNOWN_FORMAT@1']],
    [
      'a table of cells is cut',
      '{"tables":[{"name":"x","columns":[{"name":"when"},{"name":"who"}],"rows":[[5,"ana"],[5,"be',
      ['ana@1', 'ROW_TRUNCATED@2'],
    ],
    [
      'a table of cells holds what is no row',
      '{"columns":[{"name":"when"},{"name":"who"}],"rows":[[5,"ana"],7,[],[5,"ben"]]}',
      ['ana@1', 'ROW_NOT_OBJECT@2', 'ROW_UNKNOWN_FORMAT@3', 'ben@4'],
    ],
    ['nothing', '', ['FILE_EMPTY@0']],
    ['nothing but white space', ' \n\t\r\n', ['FILE_EMPTY@0']],
    ['nothing but a byte-order mark', '\ufeff', ['FILE_EMPTY@0']],
    ['padding behind the rows', `${ANA}\n${BEN}\n${'\0'.repeat(5000)}`, ['ana@1', 'ben@2', 'FILE_PADDED@0']],
    ['padding behind a cut row', `${ANA}\n{"time":1,"user${'\0'.repeat(50)}`, ['ana@1', 'ROW_NOT_JSON@2']],
    ['padding before the rows', `${'\0'.repeat(700_000)}${ANA}\n${BEN}\n`, ['ana@1', 'ben@2', 'FILE_PADDED@0']],
    ['padding between rows', `${ANA}\n\0\0\0\0${BEN}\n\0\0`, ['ana@1', 'ben@2', 'FILE_PADDED@0']],
    ['padding behind a list', `[${ANA},${BEN}]\0\0\0`, ['ana@1', 'ben@2', 'FILE_PADDED@0']],
    ['padding behind a list that was cut', `[\n${ANA},\n\0\0\0`, ['ana@2', 'ROW_TRUNCATED@3', 'FILE_PADDED@0']],
    ['padding behind log lines', `12 LOGIN ana\n13 LOGIN ben\0\0`, ['ana@1', 'ben@2', 'FILE_PADDED@0']],
    ['padding around a table', `\0\0Time (UTC),user.name\n1,ana\n2,ben\n\0\0`, ['ana@2', 'ben@3', 'FILE_PADDED@0']],
    ['nothing but padding', '\0'.repeat(700_000), ['FILE_EMPTY@0']],
    ['zero bytes inside text', `${ANA}\n{"x":"a\0\0b"}\n`, ['FILE_BINARY@0']],
    ['no text', 'PK\x03\x04\0\0\x08', ['FILE_BINARY@0']],
    ['UTF-16 without its mark', ANA.split('').join('\0'), ['FILE_BINARY@0']],
  ]
  for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(story(text), expected))

  test('a row nested too deeply costs only itself', () => {
    const deep = (levels: number): string =>
      `{"time":1,"user":{"name":"deep"},"x":${'['.repeat(levels)}${']'.repeat(levels)}}`
    assert.deepEqual(story(`${deep(199)}\n${deep(200)}\n${ANA}\n`), ['deep@1', 'ROW_TOO_DEEP@2', 'ana@3'])
    assert.deepEqual(story(`[${ANA},${deep(100_000)},${BEN}]`), ['ana@1', 'ROW_TOO_DEEP@2', 'ben@3'])
  })
})

describe('long input', () => {
  const MIB = 1 << 20
  const long = (bytes: number): string => `{"time":1,"user":{"name":"long"},"x":"${'y'.repeat(bytes)}"}`

  test('given rows longer than a filling, then they are read', () => {
    const text = `${ANA}\n${long(MIB)}\n${BEN}\n${long(15 * MIB)}\n${CLEO}\n`
    assert.deepEqual(story(text), ['ana@1', 'long@2', 'ben@3', 'long@4', 'cleo@5'])
  })

  test('given a row above 16 MiB, then it is left out and reading goes on', () => {
    assert.deepEqual(story(`${ANA}\n${long(17 * MIB)}\n${BEN}\n`), ['ana@1', 'ROW_TOO_LONG@2', 'ben@3'])
    assert.deepEqual(story(`[${ANA},${long(17 * MIB)},${BEN}]`), ['ana@1', 'ROW_TOO_LONG@2', 'ben@3'])
    for (const start of ['', '    ', '[', '"', 'a,"']) {
      const text = `${ANA}\n${start}${'x'.repeat(17 * MIB)}\n${BEN}\n`
      assert.deepEqual(story(text), ['ana@1', 'ROW_TOO_LONG@2', 'ben@3'], start)
    }
    assert.deepEqual(story(`12 LOGIN ana\n  ${'x'.repeat(17 * MIB)}\n13 LOGIN ben\n`), [
      'ana@1',
      'ROW_TOO_LONG@2',
      'ben@3',
    ])
    assert.deepEqual(story(`Time (UTC),user.name\n1,"${'x'.repeat(17 * MIB)}\n2,ben`), ['ROW_TOO_LONG@2', 'ben@3'])
  })

  test('given a row that holds too many values, then it is left out', () => {
    const many = `{"time":1,"user":{"name":"many"},"x":[${'{},'.repeat(500_001)}{}]}`
    assert.deepEqual(story(`${ANA}\n${many}\n${BEN}\n`), ['ana@1', 'ROW_TOO_LONG@2', 'ben@3'])
  })

  test('given one line of 200 MB, then memory does not grow with it', () => {
    const said: string[] = []
    const intake = createIntake(DECODERS, { event() {}, other() {}, problem: (code) => said.push(code) })
    const piece = Buffer.alloc(MIB, 'a')
    const before = process.memoryUsage().rss
    intake.begin(0)
    intake.push(Buffer.from('{"a":"'))
    for (let index = 0; index < 200; index++) intake.push(piece)
    assert.equal(intake.end().rows, 1)
    assert.deepEqual(said, ['ERR_ROW_TOO_LONG'])
    assert.ok(process.memoryUsage().rss - before < 100 * MIB)
  })

  test('given an envelope much longer than a filling, then its rows stream', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => row(`n${index}`))
    const text = `{"@odata.context":"x","value":[${rows.join(',')}],"@odata.nextLink":"y"}`
    const said = story(text)
    assert.equal(said.length, rows.length)
    assert.equal(said.at(-1), 'n19999@20000')
    const pages = Array.from(
      { length: 8 },
      (_, page) => `{"records":[${rows.slice(0, 7000 + page * 500).join(',')}]}\n`,
    )
    assert.equal(story(`${ANA}\n${pages.join('')}`).at(-1), 'n10499@9')
  })
})

test('given an envelope and rows that begin with a member of the same name and hold a list, then the rows are rows', () => {
  const rows = ['ana', 'ben'].map((name) =>
    JSON.stringify({ kind: 'row', id: `${name}-1`, time: 1, user: { name }, events: [{ x: 1 }] }),
  )
  const page = `{"kind":"page","items":[${rows.join(',')}]}`
  assert.deepEqual(story(page), ['ana@1', 'ben@2'])
  assert.deepEqual(story(`${page}\n${page}\n`), ['ana@1', 'ben@1', 'ana@2', 'ben@2'])
})

describe('recognition', () => {
  test('given shapes in turns, then each row is read by its own decoder, and the summary names both', () => {
    const flat = (name: string): string => JSON.stringify({ key: name, when: 1, who: name })
    const text = [ANA, flat('x'), BEN, flat('y'), flat('z')].join('\n')
    const { events, summary } = readRows(DECODERS, text)
    assert.deepEqual(
      events.map(({ id }) => id),
      ['ana-1', 'x', 'ben-1', 'y', 'z'],
    )
    assert.deepEqual(summary, { shapes: ['test.flat', 'test.json'], rows: 5, events: 5 })
  })

  test('given a row without an id, then it is known by the SHA-256 of its bytes', () => {
    const digest = createHash('sha256').update('{"time":1,"user":{}}').digest('hex')
    for (const text of [
      ' {"time":1,"user":{}} \n',
      '[{"x":1},\n{"time":1,"user":{}}]',
      '{"value":[{"time":1,"user":{}}]}',
    ]) {
      assert.deepEqual(
        readRows(DECODERS, text).events.map(({ id }) => id),
        [digest],
      )
    }
  })

  test('given one intake and several files, then each is read as if it were the first', () => {
    const said: string[] = []
    const intake = createIntake(DECODERS, {
      event: (draft) => said.push(`${draft.file}:${draft.name}@${draft.line}`),
      other() {},
      problem: (code, _message, line) => said.push(`${code}@${line}`),
    })
    for (const [file, text] of [`${ANA}\n{"x"`, '', `12 LOGIN ben`, `[${CLEO}]`].entries()) {
      intake.begin(file)
      intake.push(Buffer.from(text))
      intake.end()
    }
    assert.deepEqual(said, ['0:ana@1', 'ERR_ROW_TRUNCATED@2', 'ERR_FILE_EMPTY@0', '2:ben@1', '3:cleo@1'])
  })
})

describe('whatever the bytes', () => {
  /** Logs of all forms, whole or with bytes changed, left out, put in or repeated. */
  const logs = fc
    .tuple(
      fc.array(
        fc.constantFrom(
          ANA,
          BEN,
          row('noise'),
          row('crash'),
          row('x', null),
          '{"x":{}}',
          '12 LOGIN ben',
          '{"value":[',
          ']}',
          '[',
          '{"a":"',
        ),
        {
          maxLength: 12,
        },
      ),
      fc.constantFrom('\n', '\r\n', ',', ',\n', '', '\n\n  '),
      fc.constantFrom('', '[', '{"records":[', 'Time (UTC),user.name\n', '\ufeff', '\0'),
    )
    .map(([parts, separator, start]) => Buffer.from(start + parts.join(separator)))
  const mutilated = fc
    .tuple(logs, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 3 })), { maxLength: 4 }))
    .map(([log, changes]) =>
      changes.reduce((bytes, [where, cut, put]) => {
        const at = where % (bytes.length + 1)
        return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
      }, log),
    )
  const inputs = fc.oneof(
    mutilated,
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
  )

  test('nothing is thrown, and each row is an event, a named other or a problem', () => {
    holds(
      fc.property(inputs, (bytes) => {
        const isBlank = bytes.every((byte) => ' \t\r\n'.includes(String.fromCharCode(byte)))
        const all = story(bytes)
        if (isBlank) assert.deepEqual(all, ['FILE_EMPTY@0'])
      }),
      3000,
    )
  })

  test('the pieces in which bytes arrive change nothing', () => {
    const fillers = [`${row('filler'.repeat(20))}\n`, `1,"5",${'filler'.repeat(20)}\n`].map((text) => text.repeat(1200))
    const big = fc.tuple(fc.constantFrom(...fillers), inputs, inputs).map(([filler, a, b]) => {
      const [head, rows] = [
        Buffer.from(filler.startsWith('1') ? 'Row Id,Time (UTC),user.name\n' : ''),
        Buffer.from(filler),
      ]
      return Buffer.concat([head, rows, a, rows, b, rows])
    })
    const sizes = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 5 })
    holds(
      fc.property(big, sizes, (bytes, pieces) => assert.deepEqual(story(bytes, pieces), story(bytes))),
      20,
    )
  })
})
