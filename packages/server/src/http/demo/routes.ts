// Demo mode's phones on one screen: what each person would see on theirs, newest first, with the link they would press.
import type { Shown } from '@muster/adapters/console/channel.ts'
import { clockTime } from '@muster/core/page/message.ts'
import type { FastifyInstance } from 'fastify'
import type { World } from '../../world.ts'
import { html, type Html } from '../html.ts'
import { sendPage } from '../page.ts'
import { relative } from '../times.ts'

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

export function demoRoutes(app: FastifyInstance, { world, phones }: { world: Pick<World, 'clock'>; phones: Phones }): void {
  app.get('/demo/phones', (_request, reply) =>
    sendPage(reply, 200, { title: 'Phones', body: phonesBody(phones.shown(), world.clock.now()), refreshSeconds: 2, isWide: true }),
  )
}

function phonesBody(shown: readonly Shown[], now: number): Html {
  if (shown.length === 0)
    return html`<h1>All phones are quiet</h1><p>Break something: the <a href="/">first page</a> says how. This screen looks again every two seconds.</p>`
  const people = [...new Set(shown.map((one) => one.to))]
  return html`<h1>Phones</h1><p class="muted">What each person sees, newest first.</p>
<div class="phones">${people.map((to) => phone(to, shown.filter((one) => one.to === to).slice(0, ON_SCREEN), now))}</div>`
}

function phone(to: string, shown: readonly Shown[], now: number): Html {
  return html`<section><h2>${to}</h2>${shown.map((one) => message(one, now))}</section>`
}

function message({ title, body, sentAt, attempt, url, kind }: Shown, now: number): Html {
  // The body ends with the incident's title for mail and the like; here it stands right above.
  const lines = body.split('\n').filter((line) => !title.endsWith(line))
  return html`<div class="note"><p class="muted">${clockTime(sentAt, 'UTC')} UTC · ${relative(sentAt - now)}${attempt > 1 ? ` · try ${attempt}` : ''}</p>
<p dir="auto"><strong>${title}</strong></p>${kind === 'page' ? html`<p dir="auto">${lines.map((line) => html`${line}<br>`)}</p>` : null}
${url === null ? null : html`<a class="button" href="${url}">Open to answer</a>`}</div>`
}
