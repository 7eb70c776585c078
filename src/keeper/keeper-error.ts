export type KeeperErrorCode =
  | 'ERR_KEEPER_AWAY' // nobody answers: it died, or was not started
  | 'ERR_KEEPER_MESSAGE' // what came is no message of this protocol
  | 'ERR_KEEPER_UNREAD' // it has not read this ledger since it began
  | 'ERR_KEEPER_PLACE' // something else was signed for this place
  | 'ERR_KEEPER_UNDECIDED' // what was signed before waits for the decision that it rests on
  | 'ERR_KEEPER_TYPE' // nobody writes such an entry through it
  | 'ERR_KEEPER_TIME' // dated otherwise than its clock says
  | 'ERR_KEEPER_DECISION' // no passkey in force says so
  | 'ERR_KEEPER_REPLAYED' // a passkey said so once, for something else
  | 'ERR_KEEPER_RULE' // the ledger says that this may not come next
  | 'ERR_KEEPER_LIMIT' // too much in an hour
  | 'ERR_KEEPER_GIVING' // it would give access, and no case is there that could warrant that
  | 'ERR_KEEPER_INTENTION' // the ledger holds no intention to change this
  | 'ERR_KEEPER_FAILED' // it failed itself; its log says why
  | 'ERR_KEEPER_NO_PROVIDER' // nothing is connected with which it could be changed, or whose people could be read

/** The keeper refuses, or is not there. The message never quotes what it was given. */
export class KeeperError extends Error {
  readonly code: KeeperErrorCode
  constructor(code: KeeperErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'KeeperError'
    this.code = code
  }
}

export function away(cause?: unknown): KeeperError {
  return new KeeperError(
    'ERR_KEEPER_AWAY',
    'The keeper does not answer, so nothing is signed and nothing is changed. It is looked for again by itself; if that lasts, start it: postern keeper.',
    cause,
  )
}

export function refusedType(): KeeperError {
  return new KeeperError('ERR_KEEPER_TYPE', 'Nobody has such an entry signed for such a stream.')
}

export function refusedRule(): KeeperError {
  return new KeeperError('ERR_KEEPER_RULE', 'By what the ledger holds, this may not come next.')
}

export function refusedGiving(): KeeperError {
  const message = 'This gives access, and only a case could warrant that. It is done at the provider, by hand.'
  return new KeeperError('ERR_KEEPER_GIVING', message)
}
