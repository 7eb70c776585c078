/**
 * Contender: DuckDB, one window query over the file. All processors, as DuckDB does by itself.
 *
 *   node bench/fatigue-peers/duckdb.ts FOLDER FILE
 *
 * FOLDER is where `npm install @duckdb/node-api` was run; the package is no dependency of this project.
 *
 * The columns are spelled out because DuckDB guesses them from the first 20,480 rows otherwise, and would not know a member
 * that these lack, such as the deciding `pushOnlyResponseType`; it is also faster, as all other members are skipped.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { REFUSALS_MIN, WINDOW_MS } from './question.ts'

/** The little of @duckdb/node-api that is used. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<Connection> }>
  }
}
interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>
}

const [folder = '.', file = ''] = process.argv.slice(2)

const SQL = `
  with refusals as (
    select actor.id as person, actor.alternateId as name, published as refused_at
    from read_ndjson('${file.replaceAll("'", "''")}', columns = {
      eventType: 'varchar',
      published: 'timestamp',
      actor: 'struct(id varchar, alternateId varchar)',
      outcome: 'struct(result varchar, reason varchar)',
      debugContext: 'struct(debugData struct(pushOnlyResponseType varchar))'
    })
    where eventType = 'user.mfa.okta_verify.deny_push'
       or (eventType = 'user.authentication.auth_via_mfa'
           and outcome.result = 'FAILURE'
           and outcome.reason = 'INVALID_CREDENTIALS'
           and debugContext.debugData.pushOnlyResponseType = 'OV_RESPONSE_DENY')
  ), windows as (
    select name, count(*) over (
      partition by person order by refused_at range between interval ${WINDOW_MS} milliseconds preceding and current row
    ) as refused
    from refusals
  )
  select distinct name from windows where refused >= ${REFUSALS_MIN}`

const duckdb: DuckDb = createRequire(join(folder, 'package.json'))('@duckdb/node-api')
const instance = await duckdb.DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const result = await connection.runAndReadAll(SQL)
for (const [name] of result.getRows()) console.log(name)
