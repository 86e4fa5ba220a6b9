// What the answer page says, in each state a page can be in.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { AnswerView } from '../../verbs/answer/read-answer.ts'
import { html, type Html } from '../html.ts'
import { severityMark } from '../page.ts'
import { when } from '../times.ts'

const replies: Readonly<Record<string, string>> = {
  acknowledge: 'Acknowledged. You have it.',
  'ask-for-help': 'Help is being called. The next people are woken now.',
  decline: 'Understood. The page goes on to the next person.',
  'already-acknowledged': 'Somebody has answered already.',
  'already-resolved': 'It is over: the incident is resolved.',
  'page-ended': 'This page is over.',
}

export function answerBody(view: AnswerView, now: Instant, said: string | null): Html {
  const { incident, service, person } = view
  return html`${said === null ? null : html`<p class="note" role="status">${replies[said] ?? 'That is not possible any more. See below how it stands.'}</p>`}
    <p>${severityMark(incident.severity)} · ${service.name} · #${incident.number}</p>
    <h1>${incident.title}</h1>
    <p class="muted">
      Since ${when(incident.openedAt, now, person.timeZone)} · ${incident.alertCount}
      ${incident.alertCount === 1 ? 'alert' : 'alerts'}${view.bundled.length > 0 ? ` · ${view.bundled.length} more incidents with it` : ''}
    </p>
    ${state(view, now)}`
}

function state(view: AnswerView, now: Instant): Html {
  const { incident, page, person } = view
  if (incident.status === 'resolved')
    return html`<p class="note">
      <strong class="kept">Resolved</strong> ${when(incident.resolvedAt ?? now, now, person.timeZone)}. Nothing is asked of you.
    </p>`
  if (page === null || page.state === 'ended')
    return html`<p class="note">This page is over. Somebody else has it, or it was given to another ladder.</p>`
  if (page.state === 'acknowledged' || page.state === 'snoozed') return answered(view, now)
  return html`${buttons(['acknowledge', 'help', 'decline'])}${upNext(view, now)}`
}

function answered(view: AnswerView, now: Instant): Html {
  const { page, person, service } = view
  if (page === null || (page.state !== 'acknowledged' && page.state !== 'snoozed')) return html``
  const mine = page.by.type === 'user' && page.by.id === person.id
  const who = mine ? 'You have' : page.by.type === 'user' ? `${page.by.name} has` : 'A monitor or script has'
  const answeredAt =
    page.state === 'acknowledged'
      ? html` ${when(page.acknowledgedAt, now, person.timeZone)}`
      : html` until ${when(page.nextAt, now, person.timeZone)}`
  return html`<p class="note">
      <strong class="kept">${page.state === 'acknowledged' ? 'Acknowledged' : 'Snoozed'}</strong>${answeredAt}. ${who} it.
    </p>
    ${
      mine
        ? html`<h2>Next</h2>
            <p>${service.whatToDo ?? 'Look at the service: is it still failing for users?'}</p>
            <ol>
              <li>Say what you see before you change anything.</li>
              <li>Do only what can be undone.</li>
              <li>Not sure? Call help. Nobody counts it.</li>
            </ol>`
        : null
    }
    ${buttons(mine ? ['help', 'decline'] : ['help'])}`
}

const labels = { acknowledge: 'Acknowledge', help: 'I need help', decline: "I can't take this" } as const

function buttons(which: (keyof typeof labels)[]): Html {
  return html`<form method="post">
    ${which.map((name) => html`<button name="action" value="${name}" ${name === 'acknowledge' ? html` class="primary"` : null}>${labels[name]}</button>`)}
  </form>`
}

function upNext({ next, page, person }: AnswerView, now: Instant): Html {
  if (page?.state === 'exhausted') return html`<p class="due">Nobody has answered. The whole ladder was called.</p>`
  if (next === null) return html``
  const who = next.names.length > 0 ? next.names.join(', ') : 'the last resort of the organisation, or nobody'
  return html`<p class="muted">Next: ${who}, ${when(next.at, now, person.timeZone)}</p>`
}

export function expiredBody(view: AnswerView, now: Instant): Html {
  const { incident, service, person } = view
  const how =
    incident.status === 'resolved' ? `was resolved ${when(incident.resolvedAt ?? now, now, person.timeZone)}` : `is ${incident.status}`
  return html`<h1>This link has expired</h1>
    <p>#${incident.number} (${service.name}) ${how}.</p>
    <p>Answer it with <code>muster incidents ack ${incident.number}</code>, or open the newest message you were sent.</p>`
}
