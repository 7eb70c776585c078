/** `postern keys rotate`: by hand, while no server runs. */
import { randomBytes } from 'node:crypto'
import { reporting } from './reporting.ts'
import { rotateMasterKey, rotateSigningKeys } from './rotate-keys.ts'
import { type Environment, settingsOf } from './settings.ts'

export type RotatedUse = 'entries' | 'checkpoints' | 'master'

/** Gives the exit code. */
export function rotateCommand(use: RotatedUse, environment: Environment): Promise<number> {
  return reporting(async () => {
    const { place, keys: keyFolder } = settingsOf(environment)
    const rotating = { place, keyFolder, random: (count: number) => randomBytes(count), now: Date.now() }
    if (use === 'master') {
      const { id, rewrapped } = await rotateMasterKey(rotating)
      return `${rewrapped} secrets are encrypted by ${id} now. Copy ${keyFolder} anew. Keys from before stay in it: backups from before need them.`
    }
    const rotated = await rotateSigningKeys(rotating, use)
    const lines = rotated.map(({ organisation, key }) => `${organisation}  ${key}`)
    const advice =
      use === 'checkpoints'
        ? 'Whoever pinned the key before can go on with it; give new auditors this one.'
        : 'What auditors pinned stays as it is.'
    return `What signs ${use} from now on:\n${lines.join('\n')}\nCopy ${keyFolder} anew. ${advice}`
  })
}
