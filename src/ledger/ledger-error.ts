export type LedgerErrorCode =
  | 'ERR_LEDGER_NOT_CANONICAL'
  | 'ERR_LEDGER_ENTRY_INVALID'
  | 'ERR_LEDGER_ENTRY_TOO_LARGE'
  | 'ERR_LEDGER_TYPE_UNKNOWN'
  | 'ERR_LEDGER_DATA_INVALID'
  | 'ERR_LEDGER_KEY_INVALID'
  | 'ERR_LEDGER_NOTE_INVALID'
  | 'ERR_LEDGER_NOTE_UNSIGNED'
  | 'ERR_LEDGER_NOTE_FORGED'
  | 'ERR_LEDGER_CHECKPOINT_INVALID'
  | 'ERR_LEDGER_PROOF_INVALID'
  | 'ERR_LEDGER_RANGE'
  | 'ERR_LEDGER_TILE_MISSING'
  | 'ERR_LEDGER_NOT_OPEN'
  | 'ERR_LEDGER_OPEN'
  | 'ERR_LEDGER_FORGED'
  | 'ERR_LEDGER_VALUE_ALTERED'
  | 'ERR_LEDGER_VALUE_ERASED'
  | 'ERR_KEYS_MISSING'
  | 'ERR_KEYS_EXPOSED'
  | 'ERR_KEYS_UNREADABLE'
  | 'ERR_KEYS_MEMORY'
  | 'ERR_KEYS_IN_USE'
  | 'ERR_LEDGER_HELD'

/** The ledger refuses: what it was given is malformed, forged or missing. The message never quotes what it was given. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode
  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'LedgerError'
    this.code = code
  }
}
