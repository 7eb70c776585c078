/** Countries that a log writes out in English, as the two letters the vocabulary wants. */

/** What logs write and CLDR's English names do not: MaxMind's names, which Okta and Duo use, and older ones. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'Bosnia and Herzegovina': 'BA',
  'Cabo Verde': 'CV',
  'Congo Republic': 'CG',
  'Czech Republic': 'CZ',
  'DR Congo': 'CD',
  'Hong Kong': 'HK',
  'Iran, Islamic Republic of': 'IR',
  'Ivory Coast': 'CI',
  'Korea, Republic of': 'KR',
  Macao: 'MO',
  Macau: 'MO',
  Macedonia: 'MK',
  'Moldova, Republic of': 'MD',
  Myanmar: 'MM',
  Palestine: 'PS',
  'Republic of Korea': 'KR',
  'Republic of Moldova': 'MD',
  'Russian Federation': 'RU',
  Swaziland: 'SZ',
  'São Tomé and Príncipe': 'ST',
  'Taiwan, Province of China': 'TW',
  'The Netherlands': 'NL',
  'Trinidad and Tobago': 'TT',
  Turkey: 'TR',
  USA: 'US',
  'United States of America': 'US',
  'Viet Nam': 'VN',
}

const CODES = namesOfRegions()

/** ISO 3166 alpha-2 in upper case of an English name or of a code; '' for anything else. */
export function countryCode(text: string): string {
  if (text === '') return ''
  const found = CODES.get(text)
  if (found !== undefined) return found
  return text.length === 2 && CODES.has(text.toUpperCase()) ? text.toUpperCase() : ''
}

/** Codes and names to codes. Regions that ISO has withdrawn (DD, SU, …) are not themselves in canonical form. */
function namesOfRegions(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>(Object.entries(OTHER_NAMES))
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  for (let number = 0; number < 26 * 26; number++) {
    const code = String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26))
    const name = english.of(code)
    if (name === undefined || code === 'ZZ' || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue
    codes.set(code, code)
    codes.set(name, code)
  }
  return codes
}
