// Which alerts a silence holds back.
import { expect, test } from 'vitest'
import { isHeldBack } from './silence.ts'

const alert = { service: 'checkout', labels: { env: 'prod', team: 'payments' } }

test.each([
  ['its service and no label', { service: 'checkout', labels: {} }, true],
  ['its service and one of its labels', { service: 'checkout', labels: { env: 'prod' } }, true],
  ['no service and all its labels', { service: null, labels: { env: 'prod', team: 'payments' } }, true],
  ['another service', { service: 'login', labels: {} }, false],
  ['a label it carries with another value', { service: 'checkout', labels: { env: 'test' } }, false],
  ['a label it does not carry', { service: null, labels: { env: 'prod', region: 'eu' } }, false],
])('a silence of %s holds the alert back: %#', (_, silence, held) => {
  expect(isHeldBack(silence, alert)).toBe(held)
})
