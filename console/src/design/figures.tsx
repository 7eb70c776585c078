/** Figures side by side, each with what it counts. */
import type { ReactNode } from 'react'
import './figures.css'

export function FigureList({ children }: { readonly children: ReactNode }) {
  return <dl className="figures">{children}</dl>
}

export function Figure({
  name,
  value,
  note,
}: {
  readonly name: string
  readonly value: string
  readonly note: string
}) {
  return (
    <div className="card">
      <dt>{name}</dt>
      <dd>
        <span className="value">{value}</span>
        <small>{note}</small>
      </dd>
    </div>
  )
}
