// A scenario: one promise of the product, played in virtual time on the real server and database.
import { inject, test } from 'vitest'
import { startNight, type Night, type NightOptions } from './night/night.ts'

type Story = (night: Night) => Promise<void>

/** Whatever rings that the story does not tell of is a fault. */
export function scenario(title: string, story: Story, options: NightOptions = {}): void {
  told(
    title,
    async (night) => {
      await story(night)
      night.nothingElse()
    },
    options,
  )
}

/** Where so many are called, or so little matters of it, that what rings besides is not listed. */
export function told(title: string, story: Story, options: NightOptions = {}): void {
  test(title, async () => {
    const night = await startNight(inject('cluster'), options)
    try {
      await story(night)
    } finally {
      await night.close()
    }
  })
}
