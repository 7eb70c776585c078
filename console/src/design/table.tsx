/** A dense table. Its first column opens the row; j and k move among rows (shell/keyboard.ts). */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import './table.css'

export interface Column<Row> {
  readonly name: string
  /** Figures stand to the right. */
  readonly isNumber?: boolean
  /** Its name is only for who cannot see the column: buttons speak for themselves. */
  readonly isUnnamed?: boolean
  /** A fixed part of the width, such as `120px`. */
  readonly width?: string
  cell(row: Row): ReactNode
}

interface TableProps<Row> {
  /** What the table is, for who cannot see it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  keyOf(row: Row): string
  /** Rows stay rows on a narrow screen, because they are short. */
  readonly staysWide?: boolean
  /** Clicking anywhere in a row does what its opener does. */
  readonly opens?: boolean
}

export function Table<Row>({ caption, columns, rows, keyOf, staysWide = false, opens = false }: TableProps<Row>) {
  return (
    <table className={staysWide ? 'table' : 'table folds'}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, isNumber, isUnnamed, width }) => (
            <th
              key={name}
              scope="col"
              className={isNumber ? 'number' : undefined}
              style={width ? { width } : undefined}
            >
              {isUnnamed ? <span className="unseen">{name}</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          // The opener inside is the button for keyboards and screen readers; the row only makes it larger.
          <tr key={keyOf(row)} className={opens ? 'opens' : undefined} onClick={opens ? clickOpener : undefined}>
            {columns.map(({ name, isNumber, isUnnamed, cell }) => (
              <td key={name} data-label={isUnnamed ? '' : name} className={isNumber ? 'number' : undefined}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function clickOpener(event: React.MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as HTMLElement
  if (target.closest('a, button, input') !== null || window.getSelection()?.type === 'Range') return
  event.currentTarget.querySelector<HTMLElement>('.opener')?.click()
}

/** Opens a row in place. */
export function RowButton({ onOpen, children }: { readonly onOpen: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className="opener" onClick={onOpen}>
      {children}
    </button>
  )
}

interface RowLinkProps {
  readonly to: string
  readonly children: ReactNode
}

/** Opens the page of a row. */
export function RowLink({ to, children }: RowLinkProps) {
  return (
    <Link to={to} className="opener">
      {children}
    </Link>
  )
}
