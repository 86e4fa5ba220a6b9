// Which addresses an outgoing call may reach.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressGuard } from './address-guard.ts'

const closed = addressGuard([])

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
])('%s is open', (address) => {
  expect(closed(address, address)).toBe('open')
})

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.1.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2002:c0a8:101::1',
  'not an address',
  '',
])('%j is private', (address) => {
  expect(closed(address, 'host.example')).toBe('private')
})

describe('cloud metadata', () => {
  const open = addressGuard(['0.0.0.0/0', '::/0', 'metadata.internal'])
  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
  ])('%s is never called, whatever the operator allows', (address) => {
    expect(open(address, 'metadata.internal')).toBe('metadata')
  })
})

describe('what the operator allows', () => {
  const guard = addressGuard(['10.1.0.0/16', 'fd12::/16', '192.168.7.7', ' NTFY.lan '])
  test('opens exactly that', () => {
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::5', '192.168.7.7'].map((address) => guard(address, 'x'))).toEqual([
      'open',
      'open',
      'open',
      'open',
    ])
    expect(['10.2.0.1', 'fd13::5', '192.168.7.8'].map((address) => guard(address, 'x'))).toEqual(['private', 'private', 'private'])
  })
  test('by name opens the name and not its neighbours', () => {
    expect(guard('10.9.9.9', 'Ntfy.LAN')).toBe('open')
    expect(guard('10.9.9.9', 'evil.ntfy.lan')).toBe('private')
  })
  test.each(['10.0.0.0/33', '10.0.0.0/x', '10.0.0/8', 'http://x', '*', 'a b'])('does not guess what %j means', (entry) => {
    expect(() => addressGuard([entry])).toThrow(/allow-list/)
  })
})

test('every IPv4 address is judged the same in its IPv6 dresses', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(closed(`::ffff:${address}`, 'x')).toBe(closed(address, 'x'))
      expect(closed(`64:ff9b::${address}`, 'x')).toBe(closed(address, 'x'))
    }),
  )
})

test('no text whatever makes it throw, and none that is no address is open', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV6()), (address) => {
      expect(['open', 'private', 'metadata']).toContain(closed(address, 'x'))
    }),
  )
})
