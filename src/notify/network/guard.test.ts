import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from './failure.ts'
import { isAllowedAddress, isNetwork, PUBLIC_ONLY } from './guard.ts'
import { allowedAddresses, pinned } from './lookup.ts'
import { post } from './post.ts'

const FORBIDDEN = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...[
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
  ],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1'],
  ...['::7f00:1', '::a9fe:a9fe', '::169.254.169.254', '168.63.129.16', '::ffff:168.63.129.16'],
  ...['', 'localhost', '127.1', '0x7f.1', '2130706433', 'fe80::1%eth0'],
]

test('only addresses of the public Internet are allowed', () => {
  for (const address of FORBIDDEN) assert.equal(isAllowedAddress(address, PUBLIC_ONLY), false, address)
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8']) {
    assert.equal(isAllowedAddress(address, PUBLIC_ONLY), true, address)
  }
})

test('a network that the operator allows is allowed, and no other', () => {
  const policy = { allowed: ['10.20.0.0/16', 'fd12::/48'], plain: false }
  assert.equal(isAllowedAddress('10.20.255.1', policy), true)
  assert.equal(isAllowedAddress('::ffff:10.20.0.1', policy), true)
  assert.equal(isAllowedAddress('fd12::1', policy), true)
  assert.equal(isAllowedAddress('10.21.0.1', policy), false)
  assert.equal(isAllowedAddress('127.0.0.1', policy), false)
  assert.equal(isAllowedAddress('10.20.0.1', { allowed: ['nonsense'], plain: false }), false)
  assert.equal(
    isNetwork('10.20.0.0/16') && isNetwork('fd12::/48') && !isNetwork('10.20.0.1/99') && !isNetwork('all'),
    true,
  )
})

test('a name with one forbidden address among allowed ones is refused whole', async () => {
  const resolve = async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ]
  await assert.rejects(allowedAddresses('mixed.example', { ...PUBLIC_ONLY, resolve }), (error: unknown) => {
    const outcome = failureOf(error, 'no')
    return outcome.result === 'refused' && outcome.scope === 'channel' && outcome.reason.code === 'ERR_NOTIFY_ADDRESS'
  })
  await assert.rejects(allowedAddresses('empty.example', { ...PUBLIC_ONLY, resolve: async () => [] }))
})

test('a name is resolved once, and the connection goes to what was checked: rebinding changes nothing', async () => {
  let asked = 0
  const resolve = async () => {
    asked++
    return asked === 1 ? [{ address: '8.8.8.8', family: 4 }] : [{ address: '127.0.0.1', family: 4 }]
  }
  const addresses = await allowedAddresses('rebinding.example', { ...PUBLIC_ONLY, resolve })
  const lookup = pinned(addresses)
  for (let time = 0; time < 3; time++) {
    lookup('rebinding.example', { all: true }, (_error, found) =>
      assert.deepEqual(found, [{ address: '8.8.8.8', family: 4 }]),
    )
    lookup('rebinding.example', {}, (_error, found) => assert.equal(found, '8.8.8.8'))
  }
  assert.equal(asked, 1)
})

test('every way to write this machine is refused before anything connects', async () => {
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0',
    'localhost',
  ]
  for (const host of hosts) {
    const progress = { sent: 'no' as const }
    const url = `https://${host}:1/`
    const failure = await post({ url, headers: {}, body: '' }, PUBLIC_ONLY, AbortSignal.timeout(5000), progress).catch(
      (error: unknown) => failureOf(error, progress.sent),
    )
    assert.deepEqual(
      failure,
      { result: 'refused', reason: { code: 'ERR_NOTIFY_ADDRESS', detail: '' }, scope: 'channel' },
      host,
    )
  }
})

test('without encryption nothing is sent, unless the server allows it', async () => {
  const failure = await post(
    { url: 'http://8.8.8.8/', headers: {}, body: '' },
    PUBLIC_ONLY,
    AbortSignal.timeout(5000),
    {
      sent: 'no',
    },
  ).catch((error: unknown) => failureOf(error, 'no'))
  assert.deepEqual(failure, {
    result: 'refused',
    reason: { code: 'ERR_NOTIFY_ADDRESS', detail: 'only https is allowed' },
    scope: 'channel',
  })
})
