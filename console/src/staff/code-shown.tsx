/** A code for one person, shown to one person, once. */
import { Button, Modal } from '@mantine/core'
import { Shown } from '../design/secret-shown.tsx'
import type { Code } from './use-act.ts'

export function CodeShown({ code, onClose }: { readonly code: Code | undefined; readonly onClose: () => void }) {
  return (
    <Modal
      opened={code !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      title={<b>{code?.proposal === undefined ? 'The code' : 'Your half of the code'}</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {code !== undefined && (
        <div className="stack">
          <p>
            <b>It is shown once.</b> Tell it to the person it is for, on the phone or face to face, and to nobody else.
            You must know the voice or the face.
          </p>
          <Shown value={code.text} label="Copy code" />
          {code.proposal !== undefined && (
            <>
              <p>
                The other half is shown to the other of you two: one proposes, one confirms. Both halves are entered
                here; this link is no secret:
              </p>
              <Shown
                value={`${window.location.origin}/join?proposal=${encodeURIComponent(code.proposal)}`}
                label="Copy link"
              />
            </>
          )}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <Button variant="filled" onClick={onClose}>
              I have told it
            </Button>
          </div>
        </div>
      )}
    </Modal>
  )
}
