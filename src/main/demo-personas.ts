/**
 * The demo's staff, whom a newcomer can be. They come in by the real ceremonies, five days before the demo begins, so that roles
 * and passkeys count when it does; their passkeys are software's, and lie in the demo's folder.
 */
import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { readFileIfThere, replaceFile } from '../base/durable-file.ts'
import {
  type Act,
  act,
  beginAct,
  beginJoining,
  join,
  listMembers,
  newId,
  openSetUp,
  type Refused,
  type Role,
  type StaffRoom,
  type Ticket,
} from '../staff/index.ts'
import { DemoError } from './demo-error.ts'
import { assertPasskey, PasskeySchema, registerPasskey, type SoftwarePasskey } from './demo-passkey.ts'

export const PERSONA_IDS = ['sam', 'riya', 'tom', 'nia'] as const
export type PersonaId = (typeof PERSONA_IDS)[number]

interface Part {
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  /** Who that is, for the card. */
  readonly about: string
}

/** Names and addresses are those of the simulated organisation's cast (simulator/live/cast.ts). */
const PARTS: Readonly<Record<PersonaId, Part>> = {
  sam: {
    name: 'Sam Okafor',
    email: 'sam.okafor@northwind.example.com',
    roles: ['agent'],
    about: 'Answers the helpdesk’s phone: sees who is locked out and why, and what to say.',
  },
  riya: {
    name: 'Riya Nair',
    email: 'riya.nair@northwind.example.com',
    roles: ['analyst', 'administrator'],
    about: 'Security: judges incidents, and proposes changes of settings.',
  },
  tom: {
    name: 'Tom Reyes',
    email: 'tom.reyes@northwind.example.com',
    roles: ['approver', 'administrator'],
    about: 'Manager of Ana, who is locked out; the second person where two are needed.',
  },
  nia: {
    name: 'Nia Adeyemi',
    email: 'nia.adeyemi@northwind.example.com',
    roles: ['auditor'],
    about: 'Auditor: reads everything, the ledger included, and changes nothing.',
  },
}

const PersonaSchema = Type.Object(
  { member: Type.String(), passkeys: Type.Tuple([PasskeySchema, PasskeySchema]) },
  { additionalProperties: false },
)
const FileSchema = Type.Record(Type.Union(PERSONA_IDS.map((id) => Type.Literal(id))), PersonaSchema)

export interface Persona extends Part {
  readonly id: PersonaId
  /** Their id as a member of staff. */
  readonly member: string
  readonly passkeys: readonly [SoftwarePasskey, SoftwarePasskey]
}

export interface PersonasOptions {
  readonly room: StaffRoom
  /** File in the demo's folder where their passkeys lie. */
  readonly path: string
  /** When the demo begins, milliseconds. */
  readonly now: number
}

const HOUR_MS = 3_600_000
/** Longer than a new role waits until it counts, with a day to spare. */
const BEFORE_MS = 5 * 24 * HOUR_MS

/**
 * The personas, made if this demo has none yet. Before the server starts: what is made then is dated back, and nothing younger
 * may stand in the ledger. Throws ERR_DEMO_FOLDER where data and passkeys do not belong together.
 */
export async function openPersonas({ room, path, now }: PersonasOptions): Promise<readonly Persona[]> {
  const members = await room.ledger.db.transaction(listMembers)
  const text = readFileIfThere(path)
  if (text === undefined) {
    if (members.length > 0) throw notTogether()
    const made = await comeIn(room, now - BEFORE_MS)
    replaceFile(path, JSON.stringify(made))
    return personasOf(made)
  }
  const kept = parsed(text)
  const known = new Set(members.map(({ id }) => id))
  if (kept === undefined || Object.values(kept).some(({ member }) => !known.has(member))) throw notTogether()
  return personasOf(kept)
}

type Made = Readonly<Record<PersonaId, Pick<Persona, 'member' | 'passkeys'>>>

function personasOf(made: Made): readonly Persona[] {
  return PERSONA_IDS.map((id) => ({ id, ...PARTS[id], ...made[id] }))
}

function parsed(text: string): Made | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(FileSchema, value) ? (value as Made) : undefined
  } catch {
    return undefined
  }
}

function notTogether(): DemoError {
  return new DemoError(
    'ERR_DEMO_FOLDER',
    'The demo’s data and the passkeys of its people do not belong together: a start was broken off. Delete the demo’s folder.',
  )
}

/** Riya and Tom found; together they bring in the others; then each gives back what is not their part. */
async function comeIn(room: StaffRoom, from: number): Promise<Made> {
  const terminal = good(await openSetUp(room, from))
  const riya = await joined(room, founder('riya', terminal.code), from)
  const second = await does(room, riya, { type: 'invite-founder' }, from)
  const tom = await joined(room, founder('tom', second), from)
  const sam = await invited(room, 'sam', [riya, tom], from + HOUR_MS)
  const nia = await invited(room, 'nia', [riya, tom], from + 2 * HOUR_MS)
  await keepOnly(room, riya, PARTS.riya.roles, from + 3 * HOUR_MS)
  await keepOnly(room, tom, PARTS.tom.roles, from + 3 * HOUR_MS)
  return { sam, riya, tom, nia }
}

type Human = Made[PersonaId]

function founder(id: PersonaId, code: string): Ticket {
  const { name, email } = PARTS[id]
  return { kind: 'founder', code, profile: { name, email } }
}

async function joined(room: StaffRoom, ticket: Ticket, now: number): Promise<Human> {
  const { options } = good(await beginJoining(room, ticket, now))
  const one = registerPasskey(options[0], room.relyingParty)
  const other = registerPasskey(options[1], room.relyingParty)
  const { member } = good(await join(room, ticket, [one.registration, other.registration], now))
  return { member, passkeys: [one.passkey, other.passkey] }
}

/** Does something, and gives the code that it shows; empty where it shows none. */
async function does(room: StaffRoom, { member, passkeys }: Human, wanted: Act, now: number): Promise<string> {
  const options = await beginAct(room, wanted, { by: member, now })
  const assertion = assertPasskey(passkeys[0], options, room.relyingParty)
  return good(await act(room, wanted, assertion, { by: member, now })).code ?? ''
}

async function invited(
  room: StaffRoom,
  id: PersonaId,
  [proposer, second]: readonly [Human, Human],
  now: number,
): Promise<Human> {
  const { name, email, roles } = PARTS[id]
  const { organisation } = room.ledger.db
  const scope = { organisations: [organisation], groups: 'all', tierMax: 'emergency' } as const
  const proposal = newId(randomBytes)
  const half = await does(
    room,
    proposer,
    {
      type: 'propose',
      kind: 'invitation',
      proposal,
      subject: newId(randomBytes),
      grants: roles.map((role) => ({ id: newId(randomBytes), role, scope })),
      profile: { name, email },
    },
    now,
  )
  const other = await does(room, second, { type: 'confirm', proposal }, now)
  return await joined(room, { kind: 'colleague', proposal, codes: [half, other] }, now)
}

async function keepOnly(room: StaffRoom, human: Human, roles: readonly Role[], now: number): Promise<void> {
  const members = await room.ledger.db.transaction(listMembers)
  const grants = members.find(({ id }) => id === human.member)?.grants ?? []
  for (const { id, role } of grants) {
    if (!roles.includes(role)) {
      await does(room, human, { type: 'withdraw-role', member: human.member, grant: id }, now)
    }
  }
}

function good<T extends object>(result: Refused | T): T {
  if (!('refused' in result)) return result
  const { code, message } = result.refused
  throw new DemoError('ERR_DEMO_STAFF', `The demo’s staff were not let in. ${code}: ${message}`)
}
