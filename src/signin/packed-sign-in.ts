/** Reading packed records as sign-ins: a view with named getters that is moved from record to record. */
import type { Block } from './packed-text.ts'
import { afterText, readText } from './packed-text.ts'
import type { Settled } from './person.ts'
import type { Columns } from './record.ts'
import { AT, DEGREE, FLAG, NOT_LOCATED } from './record.ts'
import type {
  Activity,
  Change,
  Draft,
  Family,
  Method,
  Outcome,
  Provider,
  Reason,
  Risk,
  SignIn,
  Step,
} from './sign-in.ts'
import { ACTIVITIES, blank, CHANGES, FAMILIES, METHODS, OUTCOMES, PROVIDERS, REASONS, RISKS, STEPS } from './sign-in.ts'
import type { Texts } from './texts.ts'

const NO_POLICIES: readonly string[] = Object.freeze([])

/**
 * The sign-in at one place of a block. It is one object for all records: whoever wants to keep a row keeps its fields, or
 * `copySignIn` of it. Most getters cost a look-up; id, attempt, address and device may be made of bytes, once a row.
 */
export class PackedSignIn implements SignIn {
  readonly #columns: Columns
  readonly #people: Settled
  #block: Block
  #at = 0
  #id: string | undefined
  #attempt: string | undefined
  #ip: string | undefined
  #device: string | undefined

  constructor(columns: Columns, people: Settled, block: Block) {
    this.#columns = columns
    this.#people = people
    this.#block = block
  }

  /** Moves the view to the record at `at`. */
  move(block: Block, at: number): this {
    this.#block = block
    this.#at = at
    this.#id = undefined
    this.#attempt = undefined
    this.#ip = undefined
    this.#device = undefined
    return this
  }

  get time(): number {
    return this.#block.doubles[(this.#at + AT.time) >> 3]!
  }
  get id(): string {
    this.#id ??= readText(this.#block, this.#at + AT.id)
    return this.#id
  }
  get provider(): Provider {
    return PROVIDERS[this.#byte(AT.provider)]!
  }
  get tenant(): string {
    const who = this.#int(AT.who)
    return who >= 0 ? this.#people.tenants[who]! : this.#people.tenantOf(this.provider, this.#nobody(0))
  }
  get family(): Family {
    return FAMILIES[this.#byte(AT.family)]!
  }
  get activity(): Activity {
    return ACTIVITIES[this.#byte(AT.activity)]!
  }

  get person(): string {
    const who = this.#int(AT.who)
    return who >= 0 ? this.#people.persons[who]! : ''
  }
  get account(): string {
    const who = this.#int(AT.who)
    return who >= 0 ? this.#people.accounts[who]! : this.#nobody(1)
  }
  get name(): string {
    const who = this.#int(AT.who)
    return who >= 0 ? this.#people.names[who]! : this.#nobody(2)
  }
  get known(): boolean {
    return this.#flag(FLAG.known)
  }
  get actor(): string {
    return this.#text(AT.actor, this.#columns.actor)
  }

  get outcome(): Outcome {
    return OUTCOMES[this.#byte(AT.outcome)]!
  }
  get step(): Step {
    return STEPS[this.#byte(AT.step)]!
  }
  get reason(): Reason {
    return REASONS[this.#byte(AT.reason)]!
  }
  get method(): Method {
    return METHODS[this.#byte(AT.method)]!
  }
  get complete(): boolean {
    return this.#flag(FLAG.complete)
  }
  get proved(): boolean {
    return this.#flag(FLAG.proved)
  }
  get code(): string {
    return this.#text(AT.code, this.#columns.code)
  }
  get detail(): string {
    return this.#text(AT.detail, this.#columns.detail)
  }
  get attempt(): string {
    this.#attempt ??= readText(this.#block, this.#at + this.#int(AT.attempt))
    return this.#attempt
  }

  get ip(): string {
    this.#ip ??= this.#text(AT.ip, this.#columns.ip)
    return this.#ip
  }
  get country(): string {
    return this.#text(AT.country, this.#columns.country)
  }
  get city(): string {
    return this.#text(AT.city, this.#columns.city)
  }
  get latitude(): number {
    return degrees(this.#int(AT.latitude))
  }
  get longitude(): number {
    return degrees(this.#int(AT.longitude))
  }
  get asn(): number {
    return this.#int(AT.asn) >>> 0
  }
  get anonymous(): boolean {
    return this.#flag(FLAG.anonymous)
  }
  get device(): string {
    this.#device ??= this.#text(AT.device, this.#columns.device)
    return this.#device
  }
  get managed(): boolean {
    return this.#flag(FLAG.managed)
  }
  get client(): string {
    return this.#text(AT.client, this.#columns.client)
  }
  get legacy(): boolean {
    return this.#flag(FLAG.legacy)
  }
  get app(): string {
    return this.#text(AT.app, this.#columns.app)
  }

  get policies(): readonly string[] {
    const written = this.#text(AT.policies, this.#columns.policies)
    return written === '' ? NO_POLICIES : (JSON.parse(written) as string[])
  }
  get change(): Change {
    return CHANGES[this.#byte(AT.change)]!
  }
  get target(): string {
    return this.#text(AT.target, this.#columns.target)
  }
  get risk(): Risk {
    return RISKS[this.#byte(AT.risk)]!
  }

  get pushed(): boolean {
    return this.#flag(FLAG.pushed)
  }

  get file(): number {
    return this.#int(AT.file) >>> 0
  }
  get line(): number {
    return this.#int(AT.line) >>> 0
  }

  #byte(place: number): number {
    return this.#block.bytes[this.#at + place]!
  }

  #int(place: number): number {
    return this.#block.ints[(this.#at + place) >> 2]!
  }

  #flag(flag: number): boolean {
    return (this.#block.bytes[this.#at + AT.flags]! & flag) !== 0
  }

  #text(place: number, texts: Texts): string {
    const number = this.#block.ints[(this.#at + place) >> 2]!
    return number >= 0 ? texts.list[number]! : readText(this.#block, this.#at - number)
  }

  /** Of nobody's three texts, the one after `skip` others. */
  #nobody(skip: number): string {
    let place = this.#at - this.#int(AT.who)
    for (let skipped = 0; skipped < skip; skipped++) place = afterText(this.#block, place)
    return readText(this.#block, place)
  }
}

const FIELDS = Object.keys(blank()) as (keyof SignIn)[]

/** The sign-in as an object of its own, for whoever needs it after the view has moved on. */
export function copySignIn(signIn: SignIn): SignIn {
  const copy = blank()
  for (const field of FIELDS) copyField(copy, signIn, field)
  return copy
}

function copyField<Field extends keyof SignIn>(copy: Draft, signIn: SignIn, field: Field): void {
  copy[field] = signIn[field]
}

function degrees(number: number): number {
  return number === NOT_LOCATED ? Number.NaN : number / DEGREE
}
