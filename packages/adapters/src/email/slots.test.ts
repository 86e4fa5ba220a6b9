// The queue before the mail server.
import { expect, test } from 'vitest'
import { slots } from './slots.ts'

const calm = new AbortController().signal

test('only so many go at a time, the next when one is done, in order', async () => {
  const lanes = slots(1)
  const release = await lanes.take(calm)
  const order: string[] = []
  const second = lanes.take(calm).then((next) => (order.push('second'), next))
  const third = lanes.take(calm).then((next) => (order.push('third'), next))
  expect(order).toEqual([])
  release?.()
  ;(await second)?.()
  ;(await third)?.()
  expect(order).toEqual(['second', 'third'])
})

test('whoever is called off leaves the queue and costs no slot', async () => {
  const lanes = slots(1)
  const release = await lanes.take(calm)
  const leaving = new AbortController()
  const left = lanes.take(leaving.signal)
  const stays = lanes.take(calm)
  leaving.abort()
  expect(await left).toBeNull()
  release?.()
  expect(await stays).toBeTypeOf('function')
  expect(await lanes.take(AbortSignal.abort())).toBeNull()
})
