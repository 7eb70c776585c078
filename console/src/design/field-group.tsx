/** Fields that answer one question together. */
import type { ReactNode } from 'react'

interface FieldGroupProps {
  readonly legend: string
  /** Short checkboxes stand beside each other where there is room. */
  readonly inColumns?: boolean
  readonly children: ReactNode
}

export function FieldGroup({ legend, inColumns = false, children }: FieldGroupProps) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ fontWeight: 'var(--mantine-font-weight-medium)', padding: 0, marginBottom: 6 }}>{legend}</legend>
      <div className={inColumns ? 'field-columns' : 'stack tight'}>{children}</div>
    </fieldset>
  )
}
