// Which incidents a bridge is opened for, and where it is.
import { expect, test } from 'vitest'
import { RESPONSE_CLASSES } from '../vocabulary.ts'
import { bridgeUrl, isOpenedBridge, opensBridge } from './bridge.ts'

const bridge = { url: 'https://meet.example.org/incident-{number}', classes: ['crisis', 'major'] as const }
const open = { origin: 'alert', status: 'triggered' } as const

test('[IR-04] a bridge is opened for the classes it is named for, and for no other', () => {
  expect(RESPONSE_CLASSES.filter((one) => opensBridge(bridge, open, one))).toEqual(['crisis', 'major'])
  expect(opensBridge(bridge, { ...open, origin: 'person' }, 'crisis')).toBe(true)
  expect(opensBridge(bridge, { ...open, status: 'acknowledged' }, 'crisis')).toBe(true)
})

test('[IR-04] a test gets none, nor one that is over, nor any where none is named', () => {
  expect(opensBridge(bridge, { ...open, origin: 'test' }, 'crisis')).toBe(false)
  expect(opensBridge(bridge, { ...open, status: 'resolved' }, 'crisis')).toBe(false)
  expect(opensBridge(null, open, 'crisis')).toBe(false)
})

test('[IR-04] each incident has a room of its own where the address says so', () => {
  expect(bridgeUrl(bridge.url, 12)).toBe('https://meet.example.org/incident-12')
  expect(bridgeUrl('https://meet.example.org/{number}/{number}', 7)).toBe('https://meet.example.org/7/7')
  expect(bridgeUrl('https://meet.example.org/standing', 12)).toBe('https://meet.example.org/standing')
})

test('[IR-04] what a person added is not what Muster opened', () => {
  expect(isOpenedBridge({ kind: 'bridge', by: { type: 'system' } })).toBe(true)
  expect(isOpenedBridge({ kind: 'bridge', by: { type: 'user', id: 'user_1' } })).toBe(false)
  expect(isOpenedBridge({ kind: 'ticket', by: { type: 'system' } })).toBe(false)
  expect(isOpenedBridge({ kind: 'bridge' })).toBe(false)
})
