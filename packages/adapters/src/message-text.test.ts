// Fitting text into bytes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitBytes } from './message-text.ts'

test('never more bytes than asked, never half a character, whole when it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 8, max: 100 }), (text, limit) => {
      const fitted = fitBytes(text, limit)
      expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(limit)
      expect(fitted.isWellFormed()).toBe(true)
      if (Buffer.byteLength(text.toWellFormed().replaceAll('\0', '\ufffd')) <= limit) expect(fitted).not.toMatch(/…$/)
    }),
  )
})
