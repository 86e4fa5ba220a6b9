// Demo mode's telephone: hands each message to a screen that shows what every phone would show.
import type { Channel, Message } from '../channel.ts'
import { retry } from '../delivery-answer.ts'
import { bodyOf, fitLine, fitText } from '../message-text.ts'

export type Shown = { to: string; key: string; title: string; body: string } & Pick<
  Message,
  'attempt' | 'kind' | 'url' | 'severity' | 'sentAt'
>
export type ConsoleSink = (shown: Shown) => void | Promise<void>

const LIMIT = { name: 255, title: 255, body: 4096 }

export function consoleChannel({ sink }: { sink: ConsoleSink }): Channel {
  return {
    deliver: async (message, destination, signal) => {
      if (signal.aborted) return retry('The console was not written to: the delivery was called off')
      const { key, attempt, kind, url, severity, sentAt } = message
      const to = fitLine(destination.address, LIMIT.name)
      const [title, body] = [fitLine(message.title, LIMIT.title), fitText(bodyOf(message), LIMIT.body)]
      try {
        await sink({ to, key, attempt, kind, title, body, url, severity, sentAt })
        return { type: 'delivered', receipt: null }
      } catch {
        return retry('The console could not be written to')
      }
    },
  }
}
