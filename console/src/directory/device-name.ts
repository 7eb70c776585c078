/** What people call a device or browser of which the log has a user agent or an id only. */
import Bowser from 'bowser'

/** As Entra names a device that is registered with it. */
const REGISTERED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `Firefox on Windows`, `Device 728ab79d`; the text itself where it is a name already, or a program's that says so. */
export function deviceName(text: string): string {
  if (REGISTERED.test(text)) return `Device ${text.slice(0, 8)}`
  if (!/^(Mozilla|Opera)\//.test(text)) return text
  const { browser, os } = Bowser.parse(text)
  const parts = [browser.name, os.name].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? text : parts.join(' on ')
}
