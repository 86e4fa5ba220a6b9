// Senders that keep the server busy with alerts that wake nobody, and remember of each key what was accepted.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { Sender, Sent } from './post.ts'
import { stormyServices } from './town.ts'

export type Remembered = {
  key: string
  service: string
  /** Triggers sent, and those of them known to be accepted. */
  triggers: { tries: number; accepted: number }
  resolve: 'not-sent' | 'accepted' | 'unknown'
}

export type Storm = { remembered: readonly Remembered[]; ended: Promise<void> }

type StormParts = { sender: Sender; randomOf: (stream: string) => Random; stop: AbortSignal; senders: number }

export function startStorm({ sender, randomOf, stop, senders }: StormParts): Storm {
  const remembered: Remembered[] = []
  const run = async (name: string): Promise<void> => {
    const random = randomOf(name)
    const open: Remembered[] = []
    for (let number = 1; !stop.aborted; number += 1) {
      const luck = random.next()
      const known = open.length > 0 ? open[Math.floor(random.next() * open.length)] : undefined
      if (known === undefined || luck < 0.5) {
        const fresh: Remembered = {
          key: `${name}-${number}`,
          service: random.pick(stormyServices),
          triggers: { tries: 0, accepted: 0 },
          resolve: 'not-sent',
        }
        remembered.push(fresh)
        open.push(fresh)
        await trigger(sender, fresh)
      } else if (luck < 0.65) await trigger(sender, known)
      else {
        open.splice(open.indexOf(known), 1)
        await resolve(sender, known)
      }
      await sleep(random.between(30, 90))
    }
  }
  const all = Array.from({ length: senders }, (_, index) => run(`storm-${index + 1}`))
  return { remembered, ended: Promise.all(all).then(() => undefined) }
}

async function trigger(sender: Sender, one: Remembered): Promise<void> {
  const sent = await sender.send({ ...signalOf(one), action: 'trigger' })
  one.triggers.tries += sent.tries
  if (isAccepted(sent)) one.triggers.accepted += 1
}

async function resolve(sender: Sender, one: Remembered): Promise<void> {
  const sent = await sender.send({ ...signalOf(one), action: 'resolve' })
  one.resolve = isAccepted(sent) ? 'accepted' : 'unknown'
}

const isAccepted = (sent: Sent) => sent.acceptedAt !== null

const signalOf = ({ key, service }: Remembered) => ({ key, service, severity: 'warning' as const, summary: `Noise about ${key}` })
