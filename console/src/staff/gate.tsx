/** The frame of the pages before sign-in. */
import { type ReactNode, useEffect } from 'react'
import { Mark } from '../shell/mark.tsx'
import './outside.css'

interface GateProps {
  readonly title: string
  readonly lead: ReactNode
  readonly children: ReactNode
}

export function Gate({ title, lead, children }: GateProps) {
  useEffect(() => {
    document.title = `${title} · Postern`
  }, [title])
  return (
    <main className="gate">
      <div className="gate-box">
        <div className="gate-brand">
          <Mark /> Postern
        </div>
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {children}
      </div>
    </main>
  )
}
