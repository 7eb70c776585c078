import type { Organisation } from '../people.ts'
import type { Vendor } from '../vendors.ts'
import { entraWriter } from './entra.ts'
import { oktaWriter } from './okta.ts'
import type { Writer } from './row.ts'

const WRITERS: Readonly<Partial<Record<Vendor, (org: Organisation, seed: number) => Writer>>> = {
  entra: entraWriter,
  okta: oktaWriter,
}

export function writerFor(vendor: Vendor, org: Organisation, seed: number): Writer {
  const make = WRITERS[vendor]
  if (!make) throw new Error(`simulator: no writer for ${vendor} yet`)
  return make(org, seed)
}
