// The question names what a frightened reader knows: services, few of them.
import { expect, test } from 'vitest'
import { cascadeQuestion, orderQuestion } from './words.ts'

test.each([
  [['Checkout', 'Cart', 'Login'], null, 'Checkout, Cart and Login hang on Payments DB, which fails too. Treat them as one?'],
  [['Checkout'], null, 'Checkout hangs on Payments DB, which fails too. Treat them as one?'],
  [['Checkout', 'Payments DB'], null, 'Checkout hangs on Payments DB, which fails too. Treat them as one?'],
  [['A', 'B', 'C', 'D', 'E', 'E'], '#9', 'A, B, C and 2 more hang on Payments DB, which fails too. Treat them as one, under #9?'],
  [['Payments DB', 'Payments DB'], null, '2 more incidents of Payments DB are open. Treat them as one?'],
])('[DV-03] %j', (parts, umbrella, says) => {
  expect(cascadeQuestion({ parts, primary: 'Payments DB', umbrella })).toBe(says)
})

test('[OR-04] the order is proposed by impact, and asked about', () => {
  expect(orderQuestion(['Payments', 'Login'])).toBe('Which comes first? By impact: Payments, then Login. Is that the order?')
  expect(orderQuestion(['A', 'B', 'C', 'D', 'E', 'F'])).toBe(
    'Which comes first? By impact: A, then B, then C, then D, then 2 more. Is that the order?',
  )
})
