/** For tests: two administrators at a whole server, who decide as people do, each at a browser with a passkey. */
import assert from 'node:assert/strict'
import type { SampleHouse } from '../src/main/sample-house.ts'
import { type Browser, browserOf, foundersOf, type Human, tokenOf } from './staff-office.ts'

type Options = Parameters<Human['keys'][0]['assert']>[0]

export interface Deciders {
  readonly ada: Human
  readonly bo: Human
  readonly asAda: Browser
  readonly asBo: Browser
  /** Proposed by Ada, and where that takes two confirmed by Bo: the last answer. */
  decide(kind: string, data: object): Promise<Response>
  /** The same, and it comes about. */
  change(kind: string, data: object): Promise<void>
}

/** They found the organisation. */
export async function decidersOf(house: SampleHouse, clock: () => number): Promise<Deciders> {
  const path = `/organisations/${house.house.home.organisation}/changes`
  const { ada, bo } = await foundersOf(house.staff, clock())
  const { origin, port } = new URL(house.origins.console)
  const sample = { call: house.call, at: { console: { origin, port: Number(port) } } }
  const browser = async (human: Human) => browserOf(sample as never, await tokenOf(house.staff, human, clock()))
  const [asAda, asBo] = [await browser(ada), await browser(bo)]
  async function decide(kind: string, data: object): Promise<Response> {
    const proposed = await asserted(asAda, ada, path, { kind, data })
    if (proposed.status !== 202) return proposed
    const { change: id } = (await proposed.json()) as { readonly change: string }
    return await asserted(asBo, bo, `${path}/${id}/confirm`, undefined)
  }
  return {
    ...{ ada, bo, asAda, asBo, decide },
    async change(kind, data) {
      const decided = await decide(kind, data)
      assert.equal(decided.status, 200, `${kind}: ${await decided.text()}`)
    },
  }
}

async function asserted(browser: Browser, human: Human, at: string, wanted: object | undefined): Promise<Response> {
  const begun = await browser.post(`${at}/begin`, wanted)
  if (begun.status !== 200) return begun
  const { options } = (await begun.json()) as { readonly options: Options }
  return await browser.post(at, { ...wanted, assertion: human.keys[0].assert(options) })
}
