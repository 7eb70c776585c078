/** A card with a heading, and how a page begins. */
import { type ReactNode, useEffect, useId } from 'react'

interface CardProps {
  readonly title?: ReactNode
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Card({ title, aside, className = '', children }: CardProps) {
  const id = useId()
  if (title === undefined) return <div className={`card ${className}`}>{children}</div>
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

interface PageProps {
  /** Where we are: the organisation first. */
  readonly crumbs?: ReactNode
  /** Also the title of the window. */
  readonly title: string
  readonly heading?: ReactNode
  readonly actions?: ReactNode
  readonly lead?: ReactNode
  readonly children: ReactNode
}

export function Page({ crumbs, title, heading, actions, lead, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Postern`
  }, [title])
  return (
    <>
      <div className="page-head">
        <div className="grow">
          {crumbs !== undefined && <div className="crumbs">{crumbs}</div>}
          <h1>{heading ?? title}</h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      {children}
    </>
  )
}

export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      {icon}
      <b>{title}</b>
      {children !== undefined && <p>{children}</p>}
    </div>
  )
}

/** Pairs of a name and a value. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
