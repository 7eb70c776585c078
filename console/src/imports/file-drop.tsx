/** Where a file is dropped, or chosen by mouse or keyboard. */
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { outsideText } from '../design/outside.tsx'
import './imports.css'

interface FileDropProps {
  readonly file: File | undefined
  readonly isBusy: boolean
  onChoose(file: File): void
}

export function FileDrop({ file, isBusy, onChoose }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)
  function choose(files: FileList | null): void {
    setIsOver(false)
    const [first] = files ?? []
    if (first !== undefined && !isBusy) onChoose(first)
  }
  return (
    <label
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        choose(event.dataTransfer.files)
      }}
    >
      <IconFileImport size={26} stroke={1.6} aria-hidden />
      <b>{file === undefined ? 'Choose a CSV file, or drop it here' : outsideText(file.name)}</b>
      <small>
        {file === undefined
          ? 'Of any size: it is sent in parts.'
          : `${sizeText(file.size)}${isBusy ? '' : '. Choose another?'}`}
      </small>
      <input
        type="file"
        className="unseen"
        accept=".csv,text/csv"
        disabled={isBusy}
        onChange={(event) => choose(event.currentTarget.files)}
      />
    </label>
  )
}

/** `812 bytes`, `48 KB`, `12.3 MB`. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
