/** What an administrator does at the sandbox's own console, which is the way round Postern. */
import { totpCodeAt } from '../totp.ts'
import type { Place, Visitor } from '../visitor.ts'
import type { Clock } from '../world.ts'
import { type House, passkeyAnswer, type Somebody, visitorAt } from './somebody.ts'

export interface Administration {
  /** Gives the pass. */
  issuesPass(to: Pick<Somebody, 'belongings'>): Promise<string>
  switches(rule: string, on: boolean): Promise<void>
}

/** Signs in for each act. Throws where the console does not let them in. */
export function administrationOf(
  { issuer }: Pick<House, 'issuer'>,
  clock: Clock,
  { belongings }: Pick<Somebody, 'belongings'>,
): Administration {
  const origin = issuer.replace('://sandbox.', '://sandbox-admin.')

  async function signedIn(): Promise<Visitor> {
    const { account, office: address, userName, password, totpSecret } = belongings
    const visitor = visitorAt({ address, browser: `office of ${account}` })
    const first = await visitor.opens(`${origin}/`)
    let last: Place
    if (totpSecret === null) {
      last = await visitor.sends('passkey', { response: passkeyAnswer(first, belongings, issuer) })
    } else {
      await visitor.sends('password', { userName, password })
      last = await visitor.sends('totp', { code: totpCodeAt(totpSecret, clock()) })
    }
    if (last.url !== `${origin}/`) throw new Error(`${userName} was not let into the console.`)
    return visitor
  }
  return {
    async issuesPass(to) {
      const visitor = await signedIn()
      const { page } = await visitor.posts(`${origin}/people/${to.belongings.account}/issue-pass`, {})
      const pass = /pass: ([0-9a-z-]{19})/.exec(page)?.[1]
      if (pass === undefined) throw new Error('The console gave no pass.')
      return pass
    },
    async switches(rule, on) {
      const visitor = await signedIn()
      await visitor.posts(`${origin}/rules/${rule}`, { enabled: on ? 'yes' : 'no' })
    },
  }
}
