import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, atlas, city, kilometres } from './places.ts'
import { random } from './random.ts'

test('given many homes, when their addresses are drawn, then no two share a block and none can be a real one', () => {
  const map = atlas()
  const rng = random(1)
  const blocks = new Set<string>()
  for (let count = 0; count < 5000; count++) {
    const ip = address(map.home(city('Berlin'), rng), rng)
    if (ip.includes(':')) assert.match(ip, /^2001:db8:/)
    else assert.ok(Number(ip.split('.')[0]) >= 240 && Number(ip.split('.')[0]) < 255, ip)
    blocks.add(ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip.slice(0, ip.lastIndexOf('.')))
  }
  assert.equal(blocks.size, 5000)
})

test('given a household of version 4, when its address is drawn again, then it is the same', () => {
  const rng = random(2)
  const home = { ...atlas().home(city('Paris'), rng), version: 4 as const }
  assert.equal(address(home, rng), address(home, rng))
})

test("given a carrier, when addresses are drawn, then strangers share a country's gateway", () => {
  const map = atlas()
  const rng = random(3)
  assert.equal(map.mobile('GB', rng), map.mobile('GB', rng))
})

test('given two cities, when their distance is asked for, then it is the great circle', () => {
  assert.ok(Math.abs(kilometres(city('London'), city('New York')) - 5570) < 30)
})
