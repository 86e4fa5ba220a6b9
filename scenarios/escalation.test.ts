// Escalation: who is woken when nobody answers, and who never is once somebody has.
import { expect } from 'vitest'
import { scenario } from '@muster/testkit/scenario.ts'

scenario('[EC-01] silence climbs the ladder', async ({ alert, phone, after }) => {
  await alert('checkout is down')
  await phone('ann').rings({ via: 'push', says: /checkout is down/ })
  await after('2m')
  await phone('ann').rings({ via: 'voice' })
  await after('3m')
  await phone('ben').rings()
  await after('5m')
  await phone('last').rings()
})

scenario(
  'case 1: an answer a tenth of a second before the next rung leaves the next person asleep, for ever',
  async ({ alert, phone, after }) => {
    await alert('checkout is down')
    const page = await phone('ann').rings()
    await after('4m59s900ms')
    await phone('ann').rings({ via: 'voice' })
    await page.press('acknowledge')
    await after('12h')
    phone('ben').isQuiet()
    expect(true).toBe(true)
  },
)
