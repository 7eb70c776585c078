import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyStory } from '../../test/any-story.ts'
import { holds } from '../../test/property.ts'
import { createSurroundings } from '../profile/index.ts'
import { CHANGES, METHODS, PROVIDERS, REASONS, type SignIn } from '../signin/index.ts'
import { impossibleTravel } from './impossible-travel.ts'
import { createDetections, type Detection, type OpenFinding } from './index.ts'
import { createPlaces, type Place } from './places.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uuid(),
  fc.constantFrom('', 'DE', '192.0.2.1'),
)
const anyTime = fc.oneof(
  fc.nat().map((ms) => Date.UTC(2026, 5, 1) + ms),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anyInt = fc.nat(2 ** 31 - 1)

const anyTrace = fc.record(
  {
    time: anyTime,
    id: anyText,
    file: anyInt,
    line: anyInt,
    provider: fc.constantFrom(...PROVIDERS),
    code: anyText,
    detail: anyText,
    reason: fc.constantFrom(...REASONS),
    method: fc.constantFrom(...METHODS),
    change: fc.constantFrom(...CHANGES),
    ip: anyText,
    name: anyText,
    success: fc.boolean(),
    target: anyText,
    pushed: fc.boolean(),
  },
  { noNullPrototype: true },
)

const anyPlace: fc.Arbitrary<Place> = fc.record(
  {
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    country: anyText,
    device: anyText,
    client: anyText,
    trace: anyTrace,
    time: anyTime,
    ownDevice: fc.boolean(),
    foreign: fc.boolean(),
    reached: fc.boolean(),
  },
  { noNullPrototype: true },
)

describe('places', () => {
  it('given any places of many people, then each has their own back, to the last bit, until it is dropped', () => {
    const anyMoves = fc.array(fc.tuple(fc.nat(40), fc.option(anyPlace, { nil: undefined })), { maxLength: 80 })
    holds(
      fc.property(anyMoves, (moves) => {
        const [places, model] = [createPlaces(), new Map<number, Place>()]
        for (const [person, place] of moves) {
          if (place === undefined) places.drop(person)
          else assert.ok(places.put(person, place))
          if (place === undefined) model.delete(person)
          else model.set(person, place)
          assert.deepEqual(places.get(person), place)
        }
        for (let person = 0; person <= 50; person++) assert.deepEqual(places.get(person), model.get(person))
      }),
      300,
    )
  })

  it('given somebody who stays, then the place is later and otherwise the same', () => {
    holds(
      fc.property(anyPlace, anyPlace, anyTime, (place, other, later) => {
        const places = createPlaces()
        places.put(1, place)
        places.put(2, other)
        const kept = places.get(1)!
        kept.time = later
        places.put(1, kept)
        assert.deepEqual([places.get(1), places.get(2)], [{ ...place, time: later }, other])
      }),
      200,
    )
  })

  it('given a time, then those who were seen before it are forgotten, and nobody else', () => {
    holds(
      fc.property(fc.array(anyPlace, { maxLength: 20 }), anyTime, (all, time) => {
        const places = createPlaces()
        for (const [person, place] of all.entries()) places.put(person, place)
        places.dropBefore(time)
        for (const [person, place] of all.entries()) {
          assert.deepEqual(places.get(person), place.time < time ? undefined : place)
        }
      }),
      200,
    )
  })

  it('given a row that is longer than anybody remembers, then it is refused, and nothing is kept', () => {
    const [place] = fc.sample(anyPlace, 1)
    const places = createPlaces()
    places.put(0, place!)
    const long = { ...place!, trace: { ...place!.trace, name: 'x'.repeat(20_000) } }
    assert.equal(places.put(0, long), false)
    assert.equal(places.get(0), undefined)
  })
})

describe('impossible travel', () => {
  it('given any story, then with its states packed and as objects it finds the same', () => {
    const found = (rows: readonly SignIn[], detection: Detection<never>): readonly OpenFinding[] => {
      const surroundings = createSurroundings()
      const detections = createDetections([detection], surroundings)
      for (const row of rows) if (!detections.see(row, surroundings.about(row))) surroundings.learn(row)
      return detections.findings
    }
    let findings = 0
    holds(
      fc.property(anyStory, (rows) => {
        const { rest: _, ...plain } = impossibleTravel
        const inObjects = found(rows, plain as unknown as Detection<never>)
        assert.deepEqual(found(rows, impossibleTravel as unknown as Detection<never>), inObjects)
        findings += inObjects.length
      }),
      300,
    )
    assert.ok(findings > 0, 'no story has a journey')
  })
})
