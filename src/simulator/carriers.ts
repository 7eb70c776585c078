/** Who carries whose traffic: real numbers and names of networks, so that rules that know them can be tried. */

export type Carrier = readonly [asn: number, organisation: string]

export const FIXED: Readonly<Record<string, readonly Carrier[]>> = {
  DE: [
    [3320, 'Deutsche Telekom AG'],
    [3209, 'Vodafone GmbH'],
    [6805, 'Telefonica Germany'],
  ],
  GB: [
    [2856, 'British Telecommunications PLC'],
    [5089, 'Virgin Media Limited'],
    [5607, 'Sky UK Limited'],
  ],
  FR: [
    [3215, 'Orange S.A.'],
    [12322, 'Free SAS'],
    [15557, 'SFR SA'],
  ],
  ES: [
    [3352, 'Telefonica de Espana'],
    [12479, 'Orange Espagne SA'],
  ],
  IT: [
    [3269, 'Telecom Italia S.p.A.'],
    [12874, 'Fastweb SpA'],
  ],
  PL: [
    [5617, 'Orange Polska'],
    [29314, 'Vectra S.A.'],
  ],
  SE: [
    [3301, 'Telia Company AB'],
    [8473, 'Bahnhof AB'],
  ],
  US: [
    [7922, 'Comcast Cable Communications'],
    [7018, 'AT&T Enterprises'],
    [701, 'Verizon Business'],
    [20115, 'Charter Communications'],
  ],
  CA: [
    [812, 'Rogers Communications'],
    [577, 'Bell Canada'],
  ],
  BR: [
    [27699, 'Telefonica Brasil S.A'],
    [28573, 'Claro NXT'],
  ],
  IN: [
    [24560, 'Bharti Airtel Ltd.'],
    [9829, 'BSNL'],
    [17488, 'Hathway'],
  ],
  JP: [
    [4713, 'NTT Communications'],
    [2516, 'KDDI Corporation'],
  ],
  KR: [[4766, 'Korea Telecom']],
  SG: [[3758, 'SingNet']],
  AU: [[1221, 'Telstra Limited']],
}

export const MOBILE: Readonly<Record<string, readonly (readonly [number, string, string])[]>> = {
  DE: [
    [6805, 'Telefonica Germany Mobile', 'Hamburg'],
    [3209, 'Vodafone Mobile', 'Frankfurt'],
  ],
  GB: [[12576, 'EE Limited', 'London']],
  FR: [[51207, 'Free Mobile SAS', 'Paris']],
  ES: [[12430, 'Vodafone Espana', 'Madrid']],
  IT: [[16232, 'TIM Mobile', 'Milan']],
  PL: [[12912, 'T-Mobile Polska', 'Warsaw']],
  SE: [[44034, 'Hi3G Access AB', 'Stockholm']],
  US: [
    [21928, 'T-Mobile USA', 'Dallas'],
    [6167, 'Verizon Wireless', 'Chicago'],
  ],
  CA: [[36522, 'Bell Mobility', 'Toronto']],
  BR: [[26615, 'TIM S/A', 'Sao Paulo']],
  IN: [[55836, 'Reliance Jio', 'Mumbai']],
  JP: [[17676, 'SoftBank', 'Tokyo']],
  KR: [[9644, 'SK Telecom', 'Seoul']],
  SG: [[4657, 'StarHub', 'Singapore']],
  AU: [[4804, 'Optus Mobile', 'Sydney']],
}

export const HOSTING: readonly (readonly [number, string, string])[] = [
  [14061, 'DigitalOcean, LLC', 'New York'],
  [16276, 'OVH SAS', 'Paris'],
  [24940, 'Hetzner Online GmbH', 'Frankfurt'],
  [20473, 'The Constant Company, LLC', 'Amsterdam'],
  [63949, 'Akamai Connected Cloud', 'Ashburn'],
  [16509, 'Amazon.com, Inc.', 'Ashburn'],
]

export const COMMERCIAL_VPN: readonly (readonly [number, string, string])[] = [
  [9009, 'M247 Europe SRL', 'Bucharest'],
  [39351, '31173 Services AB', 'Stockholm'],
  [212238, 'Datacamp Limited', 'Amsterdam'],
]

export const TOR: readonly (readonly [number, string, string])[] = [
  [60729, 'Stiftung Erneuerbare Freiheit', 'Frankfurt'],
  [53667, 'FranTech Solutions', 'New York'],
  [208323, 'Foundation for Applied Privacy', 'Amsterdam'],
]
