/** Text that somebody outside chose: a user name, a device's name, a policy's. It can neither command nor hide (R41). */
import { Fragment } from 'react'
import { neutralise } from '../../../src/base/neutralise.ts'

const CHARACTERS_MAX = 200

/** As one line of text of at most 200 characters, invisible characters shown as signs. */
export function outsideText(text: string): string {
  const seen = neutralise(text)
  return seen.length > CHARACTERS_MAX ? `${seen.slice(0, CHARACTERS_MAX)}…` : seen
}

/** Its reading direction stays its own; an address breaks before its @ rather than within a word. */
export function Outside({ children }: { readonly children: string }) {
  const [first = '', ...rest] = outsideText(children).split(/(?=@)/)
  return (
    <bdi>
      {first}
      {rest.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </bdi>
  )
}

/** Bytes of a delivery, line by line; its line breaks are kept, everything else is neutralised. */
export function OutsideBlock({ children, label }: { readonly children: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} className="secret scroller" tabIndex={0}>
      <pre>
        {children
          .split('\n')
          .map((line) => neutralise(line))
          .join('\n')}
      </pre>
    </section>
  )
}
