/** Instants and lengths of time as people read them: local, with the exact UTC in the title. */
import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const DAY_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** `4 m`, `1 h 22 m`, `3 d`. */
export function lengthInWords(ms: number): string {
  const minutes = Math.round(Math.max(0, ms) / MINUTE_MS)
  if (ms < MINUTE_MS) return `${Math.round(Math.max(0, ms) / 1000)} s`
  if (minutes < 60) return `${minutes} m`
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`
  return `${Math.round(minutes / (24 * 60))} d`
}

export function clockTime(iso: string): string {
  return CLOCK.format(new Date(iso))
}

/** `today 14:03`, `yesterday 14:03`, `23 Feb 14:03`, and with the year if it is another. */
export function dateInWords(iso: string, now: number, seconds = false): string {
  const date = new Date(iso)
  const clock = (seconds ? CLOCK_SECONDS : CLOCK).format(date)
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const at = date.getTime()
  if (at >= midnight && at < midnight + DAY_MS) return clock
  if (at >= midnight - DAY_MS && at < midnight) return `yesterday ${clock}`
  if (at >= midnight + DAY_MS && at < midnight + 2 * DAY_MS) return `tomorrow ${clock}`
  const day = date.getFullYear() === new Date(now).getFullYear() ? DAY : DAY_YEAR
  return `${day.format(date)} ${clock}`
}

/** `14:03:59 UTC on 2026-02-23`. */
function utcTitle(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** The time, again every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** An instant by date and clock. */
export function Time({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  return (
    <time dateTime={at} title={utcTitle(at)}>
      {dateInWords(at, useNow(), seconds)}
    </time>
  )
}

/** An instant by how long it is past: `4 m ago`. */
export function Ago({ at }: { readonly at: string }) {
  const past = useNow() - Date.parse(at)
  return (
    <time dateTime={at} title={utcTitle(at)}>
      {past < 5_000 ? 'just now' : `${lengthInWords(past)} ago`}
    </time>
  )
}

/** How long from one instant to another, or until now. */
export function Lasting({ from, to }: { readonly from: string; readonly to?: string | undefined }) {
  const now = useNow()
  return <span>{lengthInWords((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</span>
}
