/** A device by a readable name, with what the log says on demand. */
import { Outside } from '../design/outside.tsx'
import { deviceName } from './device-name.ts'

export function Device({ text }: { readonly text: string }) {
  const name = deviceName(text)
  if (name === text) return <Outside>{text}</Outside>
  return (
    <details className="device">
      <summary>{name}</summary>
      <span className="mono muted">
        <Outside>{text}</Outside>
      </span>
    </details>
  )
}
