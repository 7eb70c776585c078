/** Distance and nearness: on the earth, and on the network. */

const EARTH_RADIUS_KM = 6371

/** Great-circle distance in kilometres between two places in degrees (haversine); NaN if a coordinate is NaN. */
export function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const radians = Math.PI / 180
  const dLat = (latitude2 - latitude1) * radians
  const dLon = (longitude2 - longitude1) * radians
  const a =
    Math.sin(dLat / 2) ** 2 + Math.cos(latitude1 * radians) * Math.cos(latitude2 * radians) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)))
}

let lastAddress = ''
let lastNetwork = ''

/**
 * The network an address belongs to, for comparing: IPv4 `/24`, IPv6 its first three groups (`/48`); '' for neither.
 * The last answer is kept, because every rule asks about the same row's address.
 */
export function networkOf(address: string): string {
  if (address !== lastAddress) {
    lastNetwork = cutNetwork(address)
    lastAddress = address
  }
  return lastNetwork
}

function cutNetwork(address: string): string {
  const dot = address.lastIndexOf('.')
  if (address.indexOf(':') < 0) return dot > 0 ? address.slice(0, dot) : ''
  const text = address.toLowerCase()
  if (text.startsWith('::ffff:') && dot > 0) return text.slice(7, dot)
  const [before = '', after] = text.split('::')
  const groups = before === '' ? [] : before.split(':')
  // `::` stands for as many groups of zeros as are missing to eight.
  const missing = after === undefined ? 0 : 8 - groups.length - (after === '' ? 0 : after.split(':').length)
  for (let n = 0; n < missing && groups.length < 3; n++) groups.push('0')
  const cut = groups.slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${cut.join(':')}::`
}
