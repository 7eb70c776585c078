/** Errors of lower rooms as answers: what the caller may know, and whether trying again helps. */
import { DirectoryError } from '../directory/index.ts'
import { Problem, type Translate } from '../http/index.ts'
import { KeeperError } from '../keeper/index.ts'
import { LedgerError } from '../ledger/index.ts'
import { StoreError } from '../store/index.ts'
import { NotServed } from './house.ts'

const AGAIN_SECONDS = '10'

export const translate: Translate = (error) => {
  if (error instanceof StoreError) return ofStore(error)
  if (error instanceof NotServed) return notServed(error)
  if (error instanceof LedgerError && error.code === 'ERR_LEDGER_HELD') return held(error)
  if (error instanceof DirectoryError) return altered(error)
  if (error instanceof KeeperError) return ofKeeper(error)
  return undefined
}

function altered(error: DirectoryError): Problem {
  const [detail = error.message, next = 'Look who could change the database.'] = error.message.split('; ')
  return new Problem({ code: error.code, status: 409, title: 'The database was altered', detail, next, cause: error })
}

function ofStore(error: StoreError): Problem | undefined {
  switch (error.code) {
    case 'ERR_CLASH':
      return new Problem({
        code: error.code,
        status: 409,
        title: 'Changed meanwhile',
        detail: 'Others changed the same thing each time this was tried. Nothing was done.',
        next: 'Look at it as it is now, and decide again.',
        cause: error,
      })
    case 'ERR_DATABASE_GONE':
      return unavailable(error, 'The database does not answer. Whether this was done is not certain.')
    case 'ERR_DISK_FULL':
      return unavailable(error, 'The disk is full. Nothing was done.')
    case 'ERR_DISK_FAILED':
      return unavailable(error, 'The disk fails. Nothing was done.')
    case 'ERR_STORE_CLOSED':
      return unavailable(error, 'The server is about to stop. Nothing was done.')
    default:
      return undefined
  }
}

function ofKeeper(error: KeeperError): Problem {
  if (error.code === 'ERR_KEEPER_AWAY' || error.code === 'ERR_KEEPER_UNREAD') {
    return new Problem({
      code: 'ERR_KEEPER_AWAY',
      status: 503,
      title: 'Nothing can be changed now',
      detail: 'The process that signs the record does not answer, so nothing was done. All can be read as before.',
      next: 'Send it again in a moment. If that lasts, tell whoever runs Postern.',
      headers: { 'retry-after': AGAIN_SECONDS },
      cause: error,
    })
  }
  return new Problem({
    code: error.code,
    status: 409,
    title: 'Not signed',
    detail: `What was to be recorded is refused by the process that signs. Nothing was done. ${error.message}`,
    next: 'Load it again and decide anew. If it is refused again, tell whoever runs Postern: the log names it.',
    cause: error,
  })
}

function notServed(error: NotServed): Problem {
  return new Problem({
    code: error.code,
    status: 503,
    title: 'Not open yet',
    detail: 'This organisation is not open at this server: it was founded a moment ago, or its keys are not here.',
    next: 'Try again in a moment. If it stays so, look at the log.',
    headers: { 'retry-after': AGAIN_SECONDS },
    cause: error,
  })
}

function unavailable(error: StoreError, detail: string): Problem {
  return new Problem({
    code: error.code,
    status: 503,
    title: 'Not now',
    detail,
    next: 'Send it again in a moment; repeating a delivery is harmless.',
    headers: { 'retry-after': AGAIN_SECONDS },
    cause: error,
  })
}

function held(error: LedgerError): Problem {
  return new Problem({
    code: error.code,
    status: 503,
    title: 'The ledger is held',
    detail: 'The record does not agree with what is remembered of it, so nothing is written until somebody has looked.',
    next: 'Tell whoever runs Postern: the log names the entry.',
    headers: { 'retry-after': AGAIN_SECONDS },
    cause: error,
  })
}
