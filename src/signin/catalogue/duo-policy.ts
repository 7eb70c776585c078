/** Duo's reasons that come from a policy: the place, the device, the software, the application. */
import { family, OBSERVED, REASONS, rows } from './duo-rows.ts'

const POLICIES = rows('policy', 'failure', 'policy-block', REASONS, [
  [
    'denied_by_policy',
    'Refused by a policy',
    'A policy of this application or group denies access. The person’s answer played no part.',
    'See in the Admin Panel which policy covers this application and user. Resetting authenticators changes nothing.',
  ],
  [
    'location_restricted',
    'Refused because of the country',
    'A policy refuses sign-ins from the country of this address: a journey, a VPN’s exit, or somebody else.',
    'Ask where they are. If they are not there, somebody has their password. If they are, the policy’s owner decides.',
  ],
  [
    'factor_restricted',
    'Refused because the way of answering is not allowed',
    'The policy does not allow the factor that was used, text messages or calls for example.',
    'Have the person use another factor that is enrolled and allowed.',
  ],
  [
    'platform_restricted',
    'Refused because of the operating system',
    'The policy does not allow this operating system, on the computer or on the phone.',
    'Have the person use a device that the policy allows.',
  ],
  [
    'version_restricted',
    'Refused because of the version of the operating system',
    'The policy does not allow this version of the operating system.',
    'Have the person update the device, or use another.',
  ],
  [
    'software_restricted',
    'Refused because of the browser or another program',
    'The policy does not allow this browser or plug-in.',
    'Have the person use a browser that the policy allows.',
  ],
  [
    'user_not_in_permitted_group',
    'Refused because the person is in no group that may use the application',
    'The application is open to certain groups only, and this user is in none of them. Their authenticator is fine.',
    'Ask the application’s owner whether they should have access.',
  ],
])

const ADDRESSES = rows('policy', 'failure', 'address-blocked', REASONS, [
  [
    'anonymous_ip',
    'Refused because the address hides where it is',
    'The sign-in came over a proxy, an anonymiser or Tor, and a policy refuses those.',
    'Ask whether they use a VPN for privacy; have them leave it for the sign-in. If they know nothing of it, somebody has their password.',
  ],
  [
    'denied_network',
    'Refused because of the network',
    'A policy refuses sign-ins from this network.',
    'Ask where they are. From the office or the company’s VPN it should work.',
  ],
])

const DEVICES = family(
  {
    step: 'policy',
    outcome: 'failure',
    reason: 'device-not-compliant',
    source: REASONS,
    meaning:
      'A policy looks at the state of the computer or phone, and this one does not meet it. The password was right; what the person answers does not matter.',
    next: 'Put the device right, or use one that meets the policy. Enrolling an authenticator anew changes nothing.',
  },
  [
    ['out_of_date', 'Refused because software is out of date'],
    ['rooted_device', 'Refused because the phone is jailbroken or rooted'],
    ['no_screen_lock', 'Refused because the phone has no screen lock'],
    ['no_disk_encryption', 'Refused because the disk is not encrypted'],
    ['touchid_disabled', 'Refused because fingerprint or face unlock is off'],
    ['no_duo_certificate_present', 'Refused because the device has no Duo certificate'],
    ['user_provided_invalid_certificate', 'Refused because the device’s certificate is not valid'],
    ['invalid_management_certificate_collection_state', 'Refused because the device’s certificate could not be read'],
    ['could_not_determine_if_endpoint_was_trusted', 'Refused because Duo could not tell whether the device is trusted'],
    ['endpoint_is_not_trusted', 'Refused because the device is not a trusted one'],
    ['endpoint_is_not_in_management_system', 'Refused because the device is not in the management system'],
    ['endpoint_failed_google_verification', 'Refused because the phone failed Google’s check'],
  ],
)

const APPLICATIONS = family(
  {
    step: 'none',
    outcome: 'failure',
    reason: 'application',
    source: REASONS,
    meaning:
      'Duo’s prompt was opened from a page that the application’s settings do not name. It is a matter of set-up, and stops everybody in the same way.',
    next: 'Tell the application’s owner. It is nothing about the person or their authenticator.',
  },
  [
    ['no_referring_hostname_provided', 'Refused because the page before was not named'],
    ['invalid_referring_hostname_provided', 'Refused because the page before is not an allowed one'],
    ['no_web_referer_match', 'Refused because the page before does not match'],
  ],
)

/** Spelled otherwise in some lists of reasons. */
const OTHER_SPELLINGS = family(
  {
    step: 'policy',
    outcome: 'failure',
    reason: 'device-not-compliant',
    source: OBSERVED,
    meaning:
      'A policy asks that the phone be guarded by a fingerprint or face, and this one is not. What the person answers does not matter.',
    next: 'Have the person switch fingerprint or face unlock on in the phone’s settings.',
  },
  [['touch_id_disabled', 'Refused because fingerprint or face unlock is not on']],
)

export const DUO_POLICY = [...POLICIES, ...ADDRESSES, ...DEVICES, ...APPLICATIONS, ...OTHER_SPELLINGS]
