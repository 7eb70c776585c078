export type InputErrorCode =
  | 'ERR_FILE_NOT_FOUND'
  | 'ERR_FILE_UNREADABLE'
  | 'ERR_FILE_NOT_REGULAR'
  | 'ERR_FOLDER_EMPTY'
  | 'ERR_GZIP_CORRUPT'

/** Something that the operator named cannot be read, or not to its end; the message says what to do. */
export class InputError extends Error {
  readonly code: InputErrorCode
  /** `name` is the input as the operator named it, so that the error prints as `name: message`. */
  constructor(code: InputErrorCode, name: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = name
    this.code = code
  }
}

/** The system's code of a failed call (`EACCES`), or `unknown`. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
