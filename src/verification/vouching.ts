/** Trusted contacts who are independent of each other (RED TEAM R7). Pure. */

export interface Voucher {
  readonly person: string
  /** Tokens of their numbers, mailboxes and passkeys, of the network from which they answered, and of themselves. */
  readonly names: readonly string[]
  /** Ids of the people for whom they vouch. */
  readonly vouchesFor: ReadonlySet<string>
}

/** So many of them that no two share anything or vouch for each other: the most there are. At most ten come. */
export function independent<Given extends Voucher>(vouchers: readonly Given[]): readonly Given[] {
  const [first, ...others] = vouchers
  if (first === undefined) return []
  const without = independent(others)
  const along = [first, ...independent(others.filter((other) => !isOne(first, other)))]
  return along.length > without.length ? along : without
}

function isOne(one: Voucher, other: Voucher): boolean {
  const isMutual = one.vouchesFor.has(other.person) || other.vouchesFor.has(one.person)
  return isMutual || one.person === other.person || one.names.some((name) => other.names.includes(name))
}
