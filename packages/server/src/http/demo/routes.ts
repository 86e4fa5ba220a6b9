// Demo mode's phones on one screen: what each person would see on theirs, newest first, with the link they would press.
import type { Shown } from '@muster/adapters/console/channel.ts'
import type { FastifyInstance } from 'fastify'
import type { World } from '../../world.ts'
import { html, type Html } from '../html.ts'
import { sendPage } from '../page.ts'
import { when } from '../times.ts'

export type Phones = {
  show: (shown: Shown) => void
  /** Newest first. */
  shown: () => readonly Shown[]
}

const KEPT = 200
const ON_SCREEN = 8

export function createPhones(): Phones {
  const all: Shown[] = []
  return {
    show: (shown) => {
      all.unshift(shown)
      all.length = Math.min(all.length, KEPT)
    },
    shown: () => all,
  }
}

export function demoRoutes(app: FastifyInstance, { world, phones }: { world: World; phones: Phones }): void {
  app.get('/demo/phones', (_request, reply) =>
    sendPage(reply, 200, { title: 'Phones', body: phonesBody(phones.shown(), world.clock.now()), refreshSeconds: 2 }),
  )
}

function phonesBody(shown: readonly Shown[], now: number): Html {
  if (shown.length === 0)
    return html`<h1>All phones are quiet</h1><p>Break something: the <a href="/">first page</a> says how. This screen looks again every two seconds.</p>`
  const people = [...new Set(shown.map((one) => one.to))]
  return html`<h1>Phones</h1><p class="muted">What each person would see, newest first. Times are UTC.</p>
${people.map((to) => phone(to, shown.filter((one) => one.to === to).slice(0, ON_SCREEN), now))}`
}

function phone(to: string, shown: readonly Shown[], now: number): Html {
  return html`<h2>${to}</h2>${shown.map(
    (
      one,
    ) => html`<div class="note"><p><strong>${one.title}</strong><br><span class="muted">${when(one.sentAt, now, 'UTC')}${one.attempt > 1 ? ` · try ${one.attempt}` : ''}</span></p>
<p>${one.body.split('\n').map((line) => html`${line}<br>`)}</p>${one.url === null ? null : html`<p><a href="${one.url}">Answer</a></p>`}</div>`,
  )}`
}
