/** Which keys there are. */
import { Modal } from '@mantine/core'
import { GOES } from './keyboard.ts'

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Search people, incidents and lockouts'],
  ['j  k', 'Next row, previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close what is open'],
  ['?', 'This list'],
  ...GOES.map(({ key, name }) => [`g ${key}`, name] as const),
]

export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={<b>Keys</b>} closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className="facts keys">
        {KEYS.map(([keys, what]) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="muted" style={{ marginTop: 12 }}>
        They can be turned off under Settings.
      </p>
    </Modal>
  )
}
