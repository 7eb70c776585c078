import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { distanceKm, networkOf } from './geography.ts'

const anyPlace = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
)
const HALF_ROUND_KM = 20_016
/** A millimetre: as near as doubles come on the scale of the earth. */
const NEARLY_KM = 1e-6 * HALF_ROUND_KM

describe('distanceKm', () => {
  it('given any two places, then it is the same both ways, none from a place to itself, and never more than half way round', () => {
    holds(
      fc.property(anyPlace, anyPlace, ([lat1, lon1], [lat2, lon2]) => {
        const km = distanceKm(lat1, lon1, lat2, lon2)
        assert.equal(km, distanceKm(lat2, lon2, lat1, lon1))
        assert.ok(km >= 0 && km <= HALF_ROUND_KM, `${km}`)
        assert.equal(distanceKm(lat1, lon1, lat1, lon1), 0)
      }),
      500,
    )
  })

  it('given any three places, then no way round is shorter', () => {
    holds(
      fc.property(anyPlace, anyPlace, anyPlace, ([lat1, lon1], [lat2, lon2], [lat3, lon3]) => {
        const direct = distanceKm(lat1, lon1, lat3, lon3)
        const around = distanceKm(lat1, lon1, lat2, lon2) + distanceKm(lat2, lon2, lat3, lon3)
        assert.ok(direct <= around + NEARLY_KM)
      }),
      500,
    )
  })

  it('given cities, then it is what an atlas says, also across the date line and the pole', () => {
    const near = (km: number, expected: number) => assert.ok(Math.abs(km - expected) < 0.01 * expected, `${km}`)
    near(distanceKm(52.52, 13.4, 40.71, -74), 6385)
    near(distanceKm(0, 179.5, 0, -179.5), 111.2)
    near(distanceKm(89, 0, 89, 180), 222.4)
  })

  it('given a place that is not known, then it is not known', () => {
    holds(
      fc.property(anyPlace, fc.nat(3), ([latitude, longitude], missing) => {
        const places: [number, number, number, number] = [latitude, longitude, longitude / 2, latitude]
        places[missing] = Number.NaN
        assert.ok(Number.isNaN(distanceKm(...places)))
      }),
      50,
    )
  })
})

describe('networkOf', () => {
  it('given IPv4, then addresses of one /24 and no others have one network, also written as IPv6', () => {
    holds(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat(255), (one, other, host) => {
        const net = (address: string) => address.split('.').slice(0, 3).join('.')
        assert.equal(networkOf(`${net(one)}.${host}`), networkOf(one))
        assert.equal(networkOf(one) === networkOf(other), net(one) === net(other))
        assert.equal(networkOf(`::ffff:${one}`), networkOf(one))
      }),
      300,
    )
  })

  it('given IPv6, then addresses of one /48 have one network, whatever its letters, and others another', () => {
    const anyGroups = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 })
    const text = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':')
    holds(
      fc.property(anyGroups, anyGroups, fc.nat(2), (one, other, differing) => {
        const sameSite = [...one.slice(0, 3), ...other.slice(3)]
        assert.equal(networkOf(text(sameSite)), networkOf(text(one).toUpperCase()))
        assert.equal(networkOf(`${text(one.slice(0, 4))}::1`), networkOf(text(one)))
        const elsewhere = one.with(differing, (one[differing]! % 0xffff) + 1)
        assert.notEqual(networkOf(text(elsewhere)), networkOf(text(one)))
        assert.notEqual(networkOf(text(one)), '')
      }),
      300,
    )
  })

  it('given what is no address, then it has no network', () => {
    for (const text of ['', 'localhost', 'nonsense', '0']) assert.equal(networkOf(text), '', text)
  })
})
