/** The gate: a small arched door. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" aria-hidden>
      <path d="M5 20v-9a7 7 0 0 1 14 0v9M3 20h18M10 20v-7a2 2 0 0 1 4 0v7" strokeLinecap="round" />
    </svg>
  )
}
