// Somebody's devices: what reached them, in order, and the link they press.
import type { Message } from '@muster/adapters/channel.ts'
import type { FastifyInstance } from 'fastify'
import type { Arrived, Providers } from './providers.ts'
import { PUBLIC_URL } from './node.ts'

export type Press = 'acknowledge' | 'help' | 'decline'

export type Expected = {
  /** The contact's slug: "push", "voice", … */
  via?: string
  kind?: Message['kind']
  says?: RegExp
}

export type Rung = Arrived & {
  /** Opens the answer page as a browser, or a link preview, does; gives its HTML. */
  open: () => Promise<string>
  /** Presses a button on it; gives the HTML of the page that follows. */
  press: (what: Press) => Promise<string>
}

export type Phone = {
  /** The next message, which must be there now. */
  rings: (expected?: Expected) => Promise<Rung>
  /** Nothing has come that was not yet heard. */
  isQuiet: () => void
  heard: () => readonly Arrived[]
}

type PhoneParts = { person: string; providers: Providers; app: FastifyInstance; settle: () => Promise<void> }

export function createPhone({ person, providers, app, settle }: PhoneParts): Phone {
  const heard: Arrived[] = []
  const waiting = () => providers.arrived.filter((one) => one.to.startsWith(`${person}/`) && !heard.includes(one))
  const told = (list: readonly Arrived[]) =>
    list.map((one) => `${one.to} ${one.message.kind} "${one.message.title}"`).join('; ') || 'nothing'
  return {
    heard: () => heard,
    isQuiet: () => {
      if (waiting().length > 0) throw new Error(`${person} should be left alone, and got ${told(waiting())}`)
    },
    rings: async ({ via, kind = 'page', says }: Expected = {}) => {
      const next = waiting().find((one) => one.message.kind === kind && (via === undefined || one.to === `${person}/${via}`))
      if (next === undefined)
        throw new Error(`${person} should get a ${kind}${via === undefined ? '' : ` by ${via}`}, and got ${told(waiting())}`)
      heard.push(next)
      const { title, body, url } = next.message
      if (says !== undefined && !says.test(`${title}\n${body}`))
        throw new Error(`${person} should read ${says}, and read "${title}\n${body}"`)
      const path = url === null ? null : url.replace(PUBLIC_URL, '')
      const link = () => {
        if (path === null) throw new Error('A notice has nothing to press')
        return path
      }
      return {
        ...next,
        open: async () => (await app.inject({ method: 'GET', url: link() })).payload,
        press: async (what) => {
          const response = await app.inject({
            method: 'POST',
            url: link(),
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            payload: `action=${what}`,
          })
          await settle()
          if (response.statusCode !== 303) return response.payload
          return (await app.inject({ method: 'GET', url: `${link()}${response.headers.location ?? ''}` })).payload
        },
      }
    },
  }
}
