/**
 * What a front that was taken over could have signed as somebody's decision: about incidents, playbooks and people, and about
 * another organisation. Beside each refusal stands the same thing as it is signed, so that the refusal is for what it says.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import { CHANGE } from '../src/approvals/index.ts'
import { confirming, proposing } from '../src/approvals/intents.ts'
import { DEFAULTS } from '../src/base/defaults.ts'
import { formatInstant } from '../src/base/time.ts'
import { intentOf } from '../src/incidents/decisions.ts'
import { entryOf } from '../src/incidents/entries.ts'
import { evidenceOf } from '../src/incidents/evidence.ts'
import { evolve, type Fact, type Incidents, type Sighting } from '../src/incidents/incident.ts'
import { type Decision, type Draft, leafHash, storedEntries, storedPlace } from '../src/ledger/index.ts'
import { pausing } from '../src/response/pause.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { embedded } from './engines.ts'
import { type KeptLedger, newKeptLedger } from './kept-ledger.ts'
import { type Human, NOON } from './staff-office.ts'

type Drafts = readonly Partial<Draft>[]

describe('a front that was taken over, and decisions', () => {
  let store: Store
  let kept: KeptLedger
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
    kept = await newKeptLedger(store)
  })
  after(async () => {
    await kept.close()
    await store.close()
  })

  /** Has them signed for nothing: the code of why not, or of why nothing is built upon them. */
  async function refusal(drafts: Drafts): Promise<unknown> {
    const { origin, seq } = (await storedPlace(kept.ledger.db))!
    const answer = await kept.sign(drafts)
    if (typeof answer === 'string') return answer
    const { entries } = answer as { readonly entries: readonly string[] }
    const previous = Buffer.from(leafHash(Buffer.from(entries.at(-1)!))).toString('base64')
    return await kept.sign([{}], { place: { origin, seq: seq + entries.length, previous } })
  }

  /** Writes them, and builds upon them. */
  async function holds(drafts: Drafts): Promise<void> {
    await kept.append(...drafts)
    await kept.append({})
  }

  /** The keeper reads the ledger anew, as after its own restart. */
  async function reread(): Promise<void> {
    const { organisation, ledger } = kept
    const stored = await storedEntries(ledger.db, 0, 10_000)
    const entries = stored.map((bytes) => Buffer.from(bytes).toString())
    const { previous, ...place } = (await storedPlace(ledger.db))!
    const nowhere = { ...place, previous: Buffer.alloc(32).toString('base64') }
    assert.deepEqual(await kept.ask({ do: 'open', organisation, place: nowhere }), { isUnread: true })
    const here = { ...place, previous: Buffer.from(previous).toString('base64') }
    assert.deepEqual(await kept.ask({ do: 'open', organisation, place: here }), { isUnread: true })
    await kept.ask({ do: 'show', organisation, entries, isEnd: true })
  }

  describe('about an incident', () => {
    let incidents: Incidents
    let incident: string

    async function opened(severity: Sighting['severity'], detection: Sighting['detection']): Promise<void> {
      incidents = new Map()
      incident = randomUUID()
      const sighting = {
        ...{ finding: incident, detection, severity, people: ['ana'], sources: ['s1'], reportOnly: false },
        ...{ start: kept.now - 60_000, end: kept.now },
      }
      await write({ type: 'incident-opened', incident, at: kept.now, sighting })
    }

    /** As it comes about by a server that nobody took over. */
    async function write(fact: Fact, actor = 'system/incidents', decisions: readonly Decision[] = []): Promise<void> {
      incidents = evolve(incidents, fact)
      await kept.append(entryOf(fact, actor, decisions))
    }

    const concluded = (by: Human, more: object = {}) => ({
      ...{ incident, at: kept.now, by: by.id, verdict: 'benign', reason: 'A drill.' },
      evidence: evidenceOf(incidents.get(incident)!),
      ...more,
    })
    const closing = (by: Human, more: object = {}) =>
      ({ type: 'incident-closed', ...concluded(by), agreedBy: undefined, ...more }) as Extract<
        Fact,
        { type: 'incident-closed' }
      >
    const proposing = (by: Human) =>
      ({ type: 'closing-proposed', ...concluded(by) }) as Extract<Fact, { type: 'closing-proposed' }>
    const reopening = (by: Human) =>
      ({ type: 'incident-reopened', incident, at: kept.now, by: by.id, evidence: concluded(by).evidence }) as const
    type Decided = Parameters<typeof intentOf>[1]
    const word = (by: Human, fact: Decided) => kept.decides(by, intentOf(kept.organisation, fact))
    const entry = (by: Human, fact: Fact, ...decisions: readonly Decision[]) =>
      entryOf(fact, `staff/${by.id}`, decisions)

    describe('where nobody is inside', () => {
      beforeEach(() => opened('high', 'password-spray'))

      it('closes it with no passkey, with one’s word for something else, or in another’s name: refused', async () => {
        const { ada, bo } = kept
        const closed = closing(ada)
        assert.equal(await refusal([entry(ada, closed)]), 'ERR_KEEPER_DECISION')
        assert.equal(await refusal([{ ...entry(ada, closed), actor: 'system/incidents' }]), 'ERR_KEEPER_DECISION')
        const other = closing(ada, { verdict: 'true-positive' })
        assert.equal(await refusal([entry(ada, closed, word(ada, other))]), 'ERR_KEEPER_DECISION')
        assert.equal(await refusal([entry(ada, closed, word(ada, reopening(ada)))]), 'ERR_KEEPER_DECISION')
        assert.equal(await refusal([entry(ada, closed, word(bo, closed))]), 'ERR_KEEPER_DECISION')
        await holds([entry(ada, closed, word(ada, closed))])
      })

      it('shows fewer findings than there are to whoever closes it: against the rules', async () => {
        const { ada } = kept
        const before = evidenceOf(incidents.get(incident)!)
        const [known] = [...incidents.get(incident)!.sightings.values()]
        await write({ type: 'finding-joined', incident, at: kept.now, sighting: { ...known!, finding: 'f2' } })
        const closed = closing(ada, { evidence: before })
        assert.equal(await refusal([entry(ada, closed, word(ada, closed))]), 'ERR_KEEPER_RULE')
      })

      it('closes one that is not there, or is closed: against the rules', async () => {
        const { ada } = kept
        const strange = closing(ada, { incident: 'other' })
        assert.equal(await refusal([entry(ada, strange, word(ada, strange))]), 'ERR_KEEPER_RULE')
        const closed = closing(ada)
        await write(closed, `staff/${ada.id}`, [word(ada, closed)])
        assert.equal(await refusal([entry(ada, closed, word(ada, closed))]), 'ERR_KEEPER_RULE')
      })

      it('closes it again, once it was opened again, with the word of the first time: refused', async () => {
        const { ada, bo } = kept
        const closed = closing(ada)
        const said = word(ada, closed)
        await write(closed, `staff/${ada.id}`, [said])
        const again = reopening(bo)
        const { evidence: _, ...unseen } = again
        assert.equal(await refusal([entryOf(unseen, 'system/incidents')]), 'ERR_KEEPER_RULE')
        assert.equal(await refusal([entry(bo, { ...unseen, by: undefined })]), 'ERR_KEEPER_DECISION')
        assert.equal(await refusal([entry(bo, again)]), 'ERR_KEEPER_DECISION')
        await write(again, `staff/${bo.id}`, [word(bo, again)])
        assert.equal(await refusal([entry(ada, closed, said)]), 'ERR_KEEPER_REPLAYED')
        await reread()
        assert.equal(await refusal([entry(ada, closed, said)]), 'ERR_KEEPER_REPLAYED')
        await kept.ledger.seal()
        await reread()
        assert.equal(await refusal([entry(ada, closed, said)]), 'ERR_KEEPER_REPLAYED')
        await holds([entry(ada, closed, word(ada, closed))])
      })

      it('dates a decision back, or lets somebody decide who has no role: refused', async () => {
        const { ada } = kept
        const early = closing(ada, { at: kept.now - 3_600_000 })
        assert.equal(await refusal([entry(ada, early, word(ada, early))]), 'ERR_KEEPER_TIME')
        const stranger = closing({ ...ada, id: 'eve' })
        assert.equal(await refusal([entry(ada, stranger, word(ada, stranger))]), 'ERR_KEEPER_DECISION')
      })
    })

    describe('where somebody may be inside', () => {
      beforeEach(() => opened('high', 'fatigue-approved'))

      it('closes it with one person’s word: against the rules', async () => {
        const { ada } = kept
        const closed = closing(ada)
        assert.equal(await refusal([entry(ada, closed, word(ada, closed))]), 'ERR_KEEPER_RULE')
      })

      it('says that silence ended it: against the rules, now and at any time', async () => {
        const ended = { type: 'incident-ended', incident, at: kept.now } as const
        assert.equal(await refusal([entryOf(ended, 'system/incidents')]), 'ERR_KEEPER_RULE')
        const later = { ...ended, at: kept.now + 30 * 86_400_000 }
        assert.equal(await refusal([entryOf(later, 'system/incidents')]), 'ERR_KEEPER_TIME')
      })

      it('agrees for the second person, for the first twice, or without the proposal: refused', async () => {
        const { ada, bo } = kept
        const proposed = proposing(ada)
        assert.equal(await refusal([entry(ada, proposed)]), 'ERR_KEEPER_DECISION')
        const first = word(ada, proposed)
        const unproposed = closing(ada, { agreedBy: bo.id })
        assert.equal(await refusal([entry(bo, unproposed, first, word(bo, unproposed))]), 'ERR_KEEPER_RULE')
        await write(proposed, `staff/${ada.id}`, [first])
        const alone = closing(ada, { agreedBy: ada.id })
        assert.equal(await refusal([entry(ada, alone, first, word(ada, alone))]), 'ERR_KEEPER_RULE')
        const agreed = closing(ada, { agreedBy: bo.id })
        assert.equal(await refusal([entry(bo, agreed, first)]), 'ERR_KEEPER_DECISION')
        assert.equal(await refusal([entry(bo, agreed, word(bo, agreed))]), 'ERR_KEEPER_DECISION')
        const other = closing(ada, { agreedBy: bo.id, reason: 'Another reason.' })
        assert.equal(await refusal([entry(bo, other, first, word(bo, other))]), 'ERR_KEEPER_RULE')
        await holds([entry(bo, agreed, first, word(bo, agreed))])
      })

      it('rejects a proposal in somebody’s name: refused', async () => {
        const { ada, bo } = kept
        const proposed = proposing(ada)
        await write(proposed, `staff/${ada.id}`, [word(ada, proposed)])
        const { evidence } = proposed
        const said = { incident, at: kept.now, by: bo.id, reason: 'Look again.', evidence }
        const rejected = { type: 'closing-rejected', ...said } as const
        assert.equal(await refusal([entry(bo, rejected)]), 'ERR_KEEPER_DECISION')
        await holds([entry(bo, rejected, word(bo, rejected))])
      })
    })

    it('writes something else among the entries of incidents: nobody has that signed', async () => {
      const note = { type: 'organisation-renamed', stream: 'incident/i1', data: { name: 'x' } }
      assert.equal(await refusal([note]), 'ERR_KEEPER_TYPE')
    })
  })

  it('pauses playbooks as somebody who did not say so, or with a word that was used: refused', async () => {
    const { ada, organisation } = kept
    const reason = 'It suspends the wrong people.'
    const paused = (by: string, decisions: readonly Decision[], actor = by) => ({
      ...{ type: 'playbooks-paused', stream: 'organisation/playbooks', actor },
      ...{ data: { at: kept.now, by, reason }, ...(decisions.length === 0 ? {} : { decisions: [...decisions] }) },
    })
    const said = kept.decides(ada, pausing(organisation, reason))
    const other = kept.decides(ada, pausing(organisation, 'Another reason.'))
    const by = `staff/${ada.id}`
    assert.equal(await refusal([paused(by, [])]), 'ERR_KEEPER_DECISION')
    assert.equal(await refusal([paused(by, [other])]), 'ERR_KEEPER_DECISION')
    assert.equal(await refusal([{ ...paused(by, [said]), stream: 'organisation/other' }]), 'ERR_KEEPER_TYPE')
    assert.equal(await refusal([paused(by, [], 'system/response')]), 'ERR_KEEPER_DECISION')
    assert.equal(await refusal([paused('system/response', [], by)]), 'ERR_KEEPER_DECISION')
    await holds([paused('system/response', [])])
    await kept.append(paused(by, [said]))
    assert.equal(await refusal([paused(by, [said])]), 'ERR_KEEPER_REPLAYED')
  })

  describe('about people', () => {
    const PERSON = '0f'.repeat(16)
    const OTHER = '0e'.repeat(16)
    let number = 0

    /** A change that two people decided, and what is said to come of it, in the order in which a server writes it. */
    function decidedByTwo(kind: string, data: Draft['data'], effects: (by: readonly Decision[]) => Drafts): Drafts {
      const { ada, bo, organisation, now: at } = kept
      const change = `p${++number}`
      const judged = { weakens: true, stands: 'A'.repeat(43) }
      const until = at + DEFAULTS.approvals.changeMs
      const said = { at, change, kind, by: ada.id, data, ...judged, until }
      const proposed = CHANGE.evolve(undefined, { type: 'change-proposed', data: said })!
      const first = kept.decides(ada, proposing(organisation, { kind, data }, judged))
      const second = kept.decides(bo, confirming(organisation, proposed))
      const stream = `change/${change}`
      const confirmed = { stream, actor: `staff/${bo.id}`, decisions: [second] }
      return [
        { type: 'change-proposed', stream, actor: `staff/${ada.id}`, data: said, decisions: [first] },
        ...effects([first, second]),
        { ...confirmed, type: 'change-confirmed', data: { at, change, by: bo.id } },
        { ...confirmed, type: 'change-applied', data: { at, change } },
      ]
    }

    const effect = (type: string, stream: string, data: object, decisions: readonly Decision[]): Partial<Draft> => ({
      ...{ type, stream, actor: `staff/${kept.bo.id}`, data: { at: kept.now, ...data } },
      ...(decisions.length === 0 ? {} : { decisions: [...decisions] }),
    })
    const both = () => [kept.ada.id, kept.bo.id]

    const twoFold: readonly (readonly [string, string, object, string, object])[] = [
      ['ends a freeze', 'person-unfrozen', { person: PERSON }, 'freeze', {}],
      ['links an account', 'account-linked', { account: PERSON, person: OTHER }, 'link', { person: OTHER }],
      ['parts an account', 'account-parted', { account: PERSON, person: OTHER }, 'link', { person: OTHER }],
      [
        'says who vouches',
        'trusted-contacts-set',
        { person: PERSON, contacts: [], needed: 2 },
        'trusted',
        { contacts: [], needed: 2 },
      ],
    ]
    for (const [what, kind, data, prefix, said] of twoFold) {
      it(`${what}: only for whom two people decided it, and in no others’ names`, async () => {
        const wanted = { ...data }
        const by = both()
        const of = (whose: string, named: readonly string[]) =>
          decidedByTwo(kind, wanted, (words) => [effect(kind, `${prefix}/${whose}`, { ...said, by: named }, words)])
        assert.equal(await refusal(of('0d'.repeat(16), by)), 'ERR_KEEPER_UNDECIDED')
        assert.equal(await refusal(of(PERSON, [...by, 'eve'])), 'ERR_KEEPER_DECISION')
        const alone = decidedByTwo(kind, wanted, () => [effect(kind, `${prefix}/${PERSON}`, { ...said, by }, [])])
        assert.equal(await refusal(alone), 'ERR_KEEPER_DECISION')
        await holds(of(PERSON, by))
      })
    }

    it('names other approvers than two people did: never built upon', async () => {
      const hours = { days: [1], from: 0, to: 60 }
      const named = (member: string) => [{ member, deputy: 'bo', hours }]
      const of = (member: string) =>
        decidedByTwo('approvers-named', { approvers: named('ada') }, (words) => [
          effect('approvers-named', 'directory/approvers', { approvers: named(member), by: both() }, words),
        ])
      assert.equal(await refusal(of('eve')), 'ERR_KEEPER_UNDECIDED')
      await holds(of('ada'))
    })

    it('lowers a tier further, or sooner, than two people agreed: refused', async () => {
      const data = { person: PERSON, tier: 'sensitive' }
      const due = kept.now + DEFAULTS.directory.lowerMs
      const of = (to: string, countsFrom: number) =>
        decidedByTwo('tier-lowered', data, (words) => [
          effect('tier-lowering-agreed', `person/${PERSON}`, { to, countsFrom, by: both() }, words),
        ])
      assert.equal(await refusal(of('standard', due)), 'ERR_KEEPER_UNDECIDED')
      assert.equal(await refusal(of('sensitive', kept.now)), 'ERR_KEEPER_RULE')
      await holds(of('sensitive', due))
    })

    it('freezes or raises somebody with nobody’s word: only along with a change that joins people', async () => {
      const frozen = effect('person-frozen', `freeze/${OTHER}`, { because: 'link' }, [])
      const raised = effect('tier-raised', `person/${OTHER}`, { to: 'privileged', because: 'link' }, [])
      assert.equal(await refusal([frozen]), 'ERR_KEEPER_UNDECIDED')
      assert.equal(await refusal([raised]), 'ERR_KEEPER_UNDECIDED')
      const linked = { account: PERSON, person: OTHER }
      const drafts = decidedByTwo('account-linked', linked, (words) => [
        effect('account-linked', `link/${PERSON}`, { person: OTHER, by: both() }, words),
        raised,
        frozen,
      ])
      await holds(drafts)
    })

    it('founds an organisation under another name, or with others in it, than two people decided: refused', async () => {
      const { organisation: home } = kept
      const of = (name: string, founders: readonly string[]) =>
        decidedByTwo('organisation-founded', { name: 'Birch' }, (words) => [
          effect('organisation-founded', 'organisation/staff', { organisation: randomUUID(), home, name, founders }, [
            ...words,
          ]),
        ])
      assert.equal(await refusal(of('Other', both())), 'ERR_KEEPER_UNDECIDED')
      assert.equal(await refusal(of('Birch', [kept.ada.id, kept.ada.id])), 'ERR_KEEPER_RULE')
      assert.equal(await refusal(of('Birch', [kept.ada.id, 'eve'])), 'ERR_KEEPER_RULE')
      const founded = effect(
        'organisation-founded',
        'organisation/staff',
        { organisation: randomUUID(), home, name: 'Birch', founders: both() },
        [],
      )
      assert.equal(await refusal([founded]), 'ERR_KEEPER_DECISION')
      await holds(of('Birch', both()))
    })
  })

  it('asks for the keys of an organisation that nobody founded: refused', async () => {
    const organisation = randomUUID()
    const origin = `postern.example/${organisation}`
    assert.equal(await kept.ask({ do: 'make', organisation, origin }), 'ERR_KEEPER_RULE')
  })

  it('asks for a secret to be made at a provider: no such message', async () => {
    const change = { do: 'change', organisation: kept.organisation, provider: 'entra', remedy: 'remedy/r1', shown: {} }
    for (const issue of [
      { verb: 'issue-pass', account: 'ana', forMs: 60_000 },
      { verb: 'start-enrolment', account: 'ana' },
    ]) {
      assert.equal(await kept.ask({ ...change, change: issue }), 'ERR_KEEPER_MESSAGE')
      assert.equal(await kept.ask({ ...change, do: 'issue', issue }), 'ERR_KEEPER_MESSAGE')
    }
  })

  it('after all of this the ledger holds', async () => {
    await kept.append({ time: formatInstant(kept.now) })
    await kept.ledger.seal()
    assert.equal(kept.ledger.held(), undefined)
  })
})
