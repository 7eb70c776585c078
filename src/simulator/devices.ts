/** The machines and authenticators that people own. */
import type { Method } from '../signin/index.ts'
import type { Authenticator, Device } from './happening.ts'
import type { Random } from './random.ts'

const PHONES: readonly (readonly [string, 'Ios' | 'Android', string])[] = [
  ['iPhone 13', 'Ios', '18.2'],
  ['iPhone 14', 'Ios', '18.3'],
  ['iPhone 15', 'Ios', '18.3'],
  ['iPhone 15 Pro', 'Ios', '18.3'],
  ['SM-S911B', 'Android', '14'],
  ['SM-A546B', 'Android', '14'],
  ['Pixel 8', 'Android', '15'],
  ['CPH2581', 'Android', '14'],
]

export function laptop(managed: boolean, rng: Random): Device {
  const os = rng.weighted([
    ['Windows 11', 45],
    ['Windows 10', 22],
    ['MacOs', 28],
    ['Linux', 5],
  ] as const)
  const browser = rng.weighted(
    os === 'MacOs'
      ? ([
          ['Safari', 35],
          ['Chrome', 55],
          ['Firefox', 10],
        ] as const)
      : os === 'Linux'
        ? ([
            ['Firefox', 50],
            ['Chrome', 50],
          ] as const)
        : ([
            ['Edge', 55],
            ['Chrome', 38],
            ['Firefox', 7],
          ] as const),
  )
  return {
    id: rng.uuid(),
    name: `${os === 'MacOs' ? 'MAC' : 'LAP'}-${rng.hex(6).toUpperCase()}`,
    kind: 'laptop',
    os,
    osVersion: os === 'MacOs' ? '10.15.7' : '10.0',
    browser,
    version: browser === 'Safari' ? 18 : browser === 'Firefox' ? 133 : 131,
    managed,
    model: os === 'MacOs' ? 'MacBookPro18,3' : 'Latitude 5440',
  }
}

export function phone(rng: Random): Device {
  const [model, os, osVersion] = rng.pick(PHONES)
  return {
    id: rng.uuid(),
    name: model,
    kind: 'phone',
    os,
    osVersion,
    browser: os === 'Ios' ? 'Safari' : 'Chrome',
    version: os === 'Ios' ? 18 : 131,
    managed: rng.chance(0.3),
    model,
  }
}

/** An attacker's machine: a virtual one, or a stock browser. */
export function strangeLaptop(rng: Random): Device {
  const device = laptop(false, rng)
  return { ...device, name: '', version: device.version - rng.int(1, 14) }
}

export function userAgent(device: Device): string {
  const system =
    device.os === 'MacOs'
      ? 'Macintosh; Intel Mac OS X 10_15_7'
      : device.os === 'Linux'
        ? 'X11; Linux x86_64'
        : device.os === 'Ios'
          ? `iPhone; CPU iPhone OS ${device.osVersion.replace('.', '_')} like Mac OS X`
          : device.os === 'Android'
            ? `Linux; Android ${device.osVersion}; ${device.model}`
            : 'Windows NT 10.0; Win64; x64'
  if (device.browser === 'Firefox')
    return `Mozilla/5.0 (${system}; rv:${device.version}.0) Gecko/20100101 Firefox/${device.version}.0`
  if (device.browser === 'Safari') {
    const mobile = device.kind === 'phone' ? ' Mobile/15E148' : ''
    return `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${device.version}.1${mobile} Safari/605.1.15`
  }
  const mobile = device.kind === 'phone' ? ' Mobile' : ''
  const edge = device.browser === 'Edge' ? ` Edg/${device.version}.0.0.0` : ''
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${device.version}.0.0.0${mobile} Safari/537.36${edge}`
}

/** An authenticator app on a phone. `label` may be given when the same phone is registered again. */
export function app(label: string, offers: Offers, rng: Random): Authenticator {
  const push = offers.numberMatching ? 'push-number' : 'push'
  return authenticator(offers.traits.methods.includes('push') ? [push, 'totp'] : ['totp'], label, rng)
}

/** What an organisation's provider can do; the organisation itself is one. */
export interface Offers {
  readonly numberMatching: boolean
  readonly traits: { readonly methods: readonly Method[] }
}

export function authenticator(methods: readonly Method[], label: string, rng: Random): Authenticator {
  const digits = String(rng.int(10, 99))
  return {
    id: rng.uuid(),
    methods,
    label,
    number: `+XX XXXXXXXX${digits}`,
    token: methods[0] === 'push' || methods[0] === 'push-number' ? `apns2-${rng.hex(64)}` : '',
  }
}

const MAIN_WAYS: readonly (readonly [Method, number])[] = [
  ['push', 52],
  ['totp', 14],
  ['sms', 17],
  ['voice', 4],
  ['passkey', 13],
]

/** What an employee of an ordinary organisation has enrolled: a main way, and for nearly half a second one. */
export function enrolled(phoneLabel: string, offers: Offers, rng: Random): Authenticator[] {
  const { methods } = offers.traits
  const main = rng.weighted(MAIN_WAYS.filter(([method]) => methods.includes(method)))
  const made = [
    main === 'push'
      ? app(phoneLabel, offers, rng)
      : main === 'passkey'
        ? authenticator(['passkey'], rng.chance(0.5) ? 'YubiKey 5' : 'Windows Hello', rng)
        : authenticator([main], phoneLabel, rng),
  ]
  if (rng.chance(0.45)) {
    if (main === 'sms' || main === 'voice') made.push(app(phoneLabel, offers, rng))
    else if (methods.includes('sms')) made.push(authenticator(['sms'], phoneLabel, rng))
    else if (main !== 'passkey') made.push(authenticator(['passkey'], 'YubiKey 5', rng))
  }
  return made
}
