/** What is wrong with a policy as it is written: told with its place, in words for whoever writes it. */

export type PolicyFindingCode =
  | 'ERR_POLICY_YAML' // it is no YAML, or uses what we do not allow in it
  | 'ERR_POLICY_FORM' // something is missing, unknown, or of the wrong kind
  | 'ERR_POLICY_EMERGENCY_TIER' // emergency accounts are not recovered by recipes (rule 18)
  | 'ERR_POLICY_LAST_RECIPE' // the last recipe is built in
  | 'ERR_POLICY_SECURITY_QUESTION' // they do not exist (rule 4)
  | 'ERR_POLICY_CHECK_UNKNOWN'
  | 'ERR_POLICY_CHECK_ADDS_NOTHING' // a tripwire is no evidence (rule 4)
  | 'ERR_POLICY_WEAK_CHECK' // text messages, e-mail and mobiles above standard (rule 4)
  | 'ERR_POLICY_ATTESTED_ONLY' // above standard what staff say is not enough (rule 3)
  | 'ERR_POLICY_ONE_ITEM' // one single-factor item (rule 11)
  | 'ERR_POLICY_NOT_INDEPENDENT' // two pieces that are one (rule 2)
  | 'ERR_POLICY_NIST_TABLE' // NIST SP 800-63B-4 §4.2.2.2
  | 'ERR_POLICY_RISK_ANALYSIS' // NIST SP 800-63B-4 §4.2.1
  | 'ERR_POLICY_WAIT_SHORT'
  | 'ERR_POLICY_WAIT_LONG'
  | 'ERR_POLICY_APPROVALS'
  | 'ERR_POLICY_FRESHNESS'
  | 'ERR_POLICY_COOL_OFF'
  | 'ERR_POLICY_ONE_PATH' // everything of a tier hangs on one check
  | 'ERR_POLICY_NOT_ACCESSIBLE' // a tier has nothing for somebody without phone, camera or voice

export interface PolicyFinding {
  readonly code: PolicyFindingCode
  /** Both from 1. */
  readonly line: number
  readonly column: number
  /** What is wrong, and what to write instead. */
  readonly message: string
}

/** Where something stands: `['tiers', 'standard', 'code', 'needs', 0]`. */
export type Path = readonly (string | number)[]

/** Makes findings about places of one text. `of: 'key'` points at the word before the colon. */
export type Told = (code: PolicyFindingCode, path: Path, message: string, of?: 'key') => PolicyFinding
