/** A keeper over a folder of keys, which it takes for itself. */
import { join } from 'node:path'
import { readFileIfThere, replaceFile } from '../../base/durable-file.ts'
import { openKeyFolder } from '../../ledger/index.ts'
import { createKeeper, type Keeper, type KeeperOptions } from '../keeper.ts'
import { lockKeys } from './keys-lock.ts'
import { placeFile } from './place-file.ts'

export type OpenKeeperOptions = Pick<KeeperOptions, 'providersOf' | 'console' | 'clock' | 'random'> & {
  readonly folder: string
}

/** Throws ERR_KEYS_IN_USE, ERR_KEYS_EXPOSED, ERR_KEYS_UNREADABLE. */
export function openKeeper({ folder, ...options }: OpenKeeperOptions): Keeper {
  const keys = openKeyFolder(folder, options.random)
  const unlock = lockKeys(folder)
  const home = join(folder, 'home')
  const keeper = createKeeper({
    ...options,
    folder: keys,
    placesOf: (organisation) => placeFile(join(folder, organisation, 'signed.place')),
    home: {
      load: () => readFileIfThere(home)?.trim(),
      keep: (organisation) => replaceFile(home, `${organisation}\n`),
    },
  })
  return {
    answer: keeper.answer,
    close() {
      keeper.close()
      unlock()
    },
  }
}
