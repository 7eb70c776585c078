/**
 * Keys for who works here all day. They can be turned off (WCAG 2.1.4), and never act while something is typed or a dialog
 * is open.
 */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** After `g`: which page. */
export const GOES: readonly { readonly key: string; readonly page: string; readonly name: string }[] = [
  { key: 'o', page: '', name: 'Overview' },
  { key: 'l', page: '/lockouts', name: 'Lockouts' },
  { key: 'i', page: '/incidents', name: 'Incidents' },
  { key: 'p', page: '/people', name: 'People' },
  { key: 's', page: '/switchboard', name: 'Switchboard' },
  { key: 'e', page: '/ledger', name: 'Ledger' },
  { key: 'c', page: '/connections', name: 'Connections' },
  { key: 'w', page: '/changes', name: 'Changes that wait' },
]

const SETTING = 'postern.keys'
const CHORD_MS = 1_500

export function keysAreOn(): boolean {
  return localStorage.getItem(SETTING) !== 'off'
}

export function turnKeys(on: boolean): void {
  localStorage.setItem(SETTING, on ? 'on' : 'off')
}

interface KeyboardOptions {
  readonly organisation: string
  onHelp(): void
}

export function useKeyboard({ organisation, onHelp }: KeyboardOptions): void {
  const navigate = useNavigate()
  const chordAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return
      const inChord = event.timeStamp - chordAt.current < CHORD_MS
      chordAt.current = Number.NEGATIVE_INFINITY
      if (inChord) {
        const to = GOES.find(({ key }) => key === event.key)
        if (to === undefined) return
        event.preventDefault()
        void navigate({ to: `/o/${organisation}${to.page}` })
        return
      }
      switch (event.key) {
        case 'g':
          chordAt.current = event.timeStamp
          break
        case '/':
          event.preventDefault()
          document.getElementById('search')?.focus()
          break
        case '?':
          event.preventDefault()
          onHelp()
          break
        case 'j':
          moveRow(1)
          break
        case 'k':
          moveRow(-1)
          break
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [navigate, organisation, onHelp])
}

function isBusy(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : document.body
  if (element.isContentEditable || element.closest('input, textarea, select, [role="menu"]') !== null) return true
  return document.querySelector('[role="dialog"]') !== null
}

/** Moves the focus to the next or the previous row that opens. */
function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main .opener')]
  const now = rows.indexOf(document.activeElement as HTMLElement)
  const next = now === -1 ? (step === 1 ? 0 : rows.length - 1) : now + step
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus()
}
