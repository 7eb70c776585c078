/** When a row happened: the first of its places for a time that says anything. */
import { parseInstant } from '../../base/time.ts'
import { type Row, RowProblem } from '../decoder.ts'
import { portalInstant } from './portal-time.ts'

/**
 * The instant (milliseconds since 1970, UTC) at the first of these paths that holds text. Understands ISO 8601,
 * numbers of seconds, milliseconds or microseconds since 1970, and what Microsoft's portals show. Throws ERR_ROW_NO_TIME if none says anything, and
 * ERR_ROW_BAD_TIME if the first that does cannot be read.
 */
export function rowTime(row: Row, first: number, second = -1, third = -1): number {
  let text = row.text(first)
  if (text === '' && second >= 0) text = row.text(second)
  if (text === '' && third >= 0) text = row.text(third)
  if (text === '') throw new RowProblem('ERR_ROW_NO_TIME', NO_TIME)
  const time = instantOf(text)
  if (Number.isNaN(time)) throw new RowProblem('ERR_ROW_BAD_TIME', BAD_TIME)
  return time
}

/** The same for one text; NaN if it is no instant. */
export function instantOf(text: string): number {
  const time = parseInstant(text)
  if (!Number.isNaN(time)) return time
  const number = /^\d{9,16}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(number)) return portalInstant(text)
  return Math.trunc(number < 1e11 ? number * 1000 : number < 1e14 ? number : number / 1000)
}

const NO_TIME = 'The row does not say when it happened. Export it again with its time, or leave it out.'
const BAD_TIME = 'The row’s time is in a form that this decoder does not know. Export it again with ISO 8601 times.'
