// A scenario: one promise of the product, played in virtual time on the real server and database.
import { inject, test } from 'vitest'
import { startNight, type Night, type NightOptions } from './night/night.ts'

export function scenario(title: string, story: (night: Night) => Promise<void>, options: NightOptions = {}): void {
  test(title, async () => {
    const night = await startNight(inject('cluster'), options)
    try {
      await story(night)
      night.nothingElse()
    } finally {
      await night.close()
    }
  })
}
