// What the answer page says, in each state a page can be in. One thing to decide, and nothing else.
import { clip } from '@muster/core/page/message.ts'
import { READY_WORDS, type Instant } from '@muster/core/vocabulary.ts'
import type { AnswerView } from '../../verbs/answer/read-answer.ts'
import { html, type Html } from '../html.ts'
import { severityMark } from '../page.ts'
import { when } from '../times.ts'

const replies = new Map([
  ['acknowledge', 'Acknowledged.'],
  ['ask-for-help', 'Help is being called: the next people are woken now.'],
  ['decline', 'Understood. The page goes on to the next person.'],
  ['already-acknowledged', 'Somebody had answered already.'],
  ['already-resolved', 'It is over: the incident was resolved.'],
  ['page-ended', 'This page was over already.'],
  ['moved-on', 'The ladder had moved on already: the people below are being woken. Press again to wake the next after them.'],
  ['said', 'It is on the log, with your name.'],
  ['nothing-said', 'Write what you see or do, then press Say it.'],
])

/** Longer, and the first button leaves the screen of a small phone; the whole text stands below. */
const TITLE_ON_TOP = 150

export function answerBody(view: AnswerView, now: Instant, said: string | null): Html {
  const { incident, grade, service, person, bundled } = view
  const whole = readable(incident.title)
  const title = clip(whole, TITLE_ON_TOP)
  return html`${said === null || isShown(said, view) || !isStillTrue(said, view) ? null : reply(said)}
    <p>${severityMark(grade)} · <bdi>${service.name}</bdi> · #${incident.number}</p>
    <h1 dir="auto">${title}</h1>
    <p class="muted">
      Since ${when(incident.openedAt, now, person.timeZone)} · ${incident.alertCount === 0 ? 'declared by hand' : counted(incident.alertCount, 'alert')}${
        bundled.length > 0 ? ` · with ${counted(bundled.length, 'more incident')}; one answer is for all of them` : ''
      }
    </p>
    ${calledAs(view)}${state(view, now)}${bridgeOf(view)}${elsewhere(view)}${title === whole ? null : html`<h2>The whole text</h2><p class="muted" dir="auto">${whole}</p>`}`
}

/** Whoever is called for a role reads which, and what it is, before they say yes. */
function calledAs({ hat, page }: AnswerView): Html | null {
  if (hat === null || page?.state === 'ended') return null
  return html`<div class="note"><p><strong>You are called as ${hat.name}.</strong> <span dir="auto">${hat.text}</span></p><p class="muted">${hat.does}</p></div>`
}

/** Explicit direction marks can turn a sentence round; the browser finds the direction of a text by itself. */
function readable(text: string): string {
  return text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
}

/** The state below says it already, and better. */
function isShown(said: string, { page, person }: AnswerView): boolean {
  // Pressed twice, the second press finds one's own answer.
  if (said === 'acknowledge' || said === 'already-acknowledged')
    return page?.state === 'acknowledged' && page.by.type === 'user' && page.by.id === person.id
  return (
    said === 'decline' && page?.state === 'climbing' && page.calls.some((call) => call.userId === person.id && call.state === 'declined')
  )
}

/** What a press did may be undone by the time the page is loaded again: an answer lapses, the ladder goes on, it ends. */
function isStillTrue(said: string, { incident, page, person }: AnswerView): boolean {
  const mine = page?.calls.find((call) => call.userId === person.id)?.state
  switch (said) {
    case 'acknowledge':
      return page?.state === 'climbing' && mine === 'acknowledged'
    case 'already-acknowledged':
      return page?.state === 'acknowledged' || page?.state === 'snoozed'
    case 'ask-for-help':
    case 'moved-on':
      return page?.state === 'climbing'
    case 'decline':
      return page?.state === 'climbing' && mine !== 'paging'
    case 'already-resolved':
      return incident.status === 'resolved'
    case 'page-ended':
      return page === null || page.state === 'ended'
    default:
      return true
  }
}

function reply(said: string): Html {
  return html`<p class="note" role="status">${replies.get(said) ?? 'That is not possible any more. This is how it stands:'}</p>`
}

function state(view: AnswerView, now: Instant): Html {
  const { incident, page, person } = view
  if (view.goesOnIn !== null)
    return note('Merged', `It goes on in #${view.goesOnIn.number}, "${view.goesOnIn.title}". Nothing is asked of you here.`)
  if (incident.status === 'resolved')
    return note('Resolved', `${when(incident.resolvedAt ?? now, now, person.timeZone)}. Nothing is asked of you.`)
  if (page === null || page.state === 'ended')
    return note('Over', 'This page has ended, and the incident came back later. Open the newest message you were sent.')
  if (page.state === 'acknowledged' || page.state === 'snoozed') return answered(view, now)
  const mine = page.calls.find((call) => call.userId === person.id)?.state
  if (mine === 'acknowledged')
    return html`${note('You have answered', 'Somebody else must answer too.')}${ladder(view, now)}${form(view, html`${buttons(['help', 'decline'])}${words()}`)}`
  if (mine === 'declined')
    return html`${note('You passed it on', 'You can still take it.')}${form(view, buttons(['acknowledge', 'help']))}${ladder(view, now)}`
  const later = html`<details><summary>Say something without taking it</summary>${words()}</details>`
  return form(view, html`${buttons(['acknowledge', 'help', 'decline'])}${ladder(view, now)}${later}`)
}

function note(strong: string, text: string): Html {
  return html`<p class="note"><strong class="kept">${strong}</strong> · ${text}</p>`
}

function answered(view: AnswerView, now: Instant): Html {
  const { page, person, hat } = view
  if (page === null || (page.state !== 'acknowledged' && page.state !== 'snoozed')) return html``
  const isMine = page.by.type === 'user' && page.by.id === person.id
  const who = isMine
    ? hat === null
      ? 'You have it.'
      : `You are ${hat.name} now.`
    : `${page.by.type === 'user' || page.by.type === 'member' ? page.by.name : 'A monitor or a script'} has it. Nothing is asked of you.`
  if (page.state === 'snoozed') {
    const rest = note('Snoozed', `until ${when(page.nextAt, now, person.timeZone)}. ${who}`)
    return isMine ? html`${rest}${form(view, buttons(['help']))}` : rest
  }
  const stamp = note('Acknowledged', `${when(page.acknowledgedAt, now, person.timeZone)}. ${who}`)
  return isMine ? html`${stamp}${form(view, html`${onward(view, now)}${buttons(['help', 'decline'])}${words()}`)}` : stamp
}

/** What whoever has it needs: one next step, three things to remember. */
function onward(view: AnswerView, now: Instant): Html {
  const { service, page, person, hat } = view
  if (hat !== null)
    return html`<h2>Keep in mind</h2>
      <ol>
        ${hat.memory.map((one) => html`<li>${one}</li>`)}
      </ol>
      ${owedNow(view, now) ?? html`<p class="next">The incident's page says what is owed now, and by whom.</p>`}`
  return html`<h2>Next</h2>
    <p class="next" dir="auto">${service.whatToDo ?? 'Look at the service: is it still failing for users?'}</p>
    <ol>
      <li>Say what you see before you change anything.</li>
      <li>Do only what can be undone.</li>
      <li>Not sure? Call help. Nobody counts it.</li>
    </ol>
    ${owedNow(view, now)}${
      page?.state === 'acknowledged' && page.nextAt !== null
        ? html`<p class="muted">If it is still open at ${when(page.nextAt, now, person.timeZone)}, it will ask again.</p>`
        : null
    }`
}

/** The clock of the protocol runs, whether or not they sign in; there each has its button. */
function owedNow({ owed, person, orgSlug, incident }: AnswerView, now: Instant): Html | null {
  if (owed.length === 0) return null
  return html`<h2>What the protocol asks for now</h2>
    <dl>
      ${owed.map(
        ({ says, dueAt, isLate }) =>
          html`<dt class="${isLate ? 'due' : ''}">${isLate ? 'was due' : 'by'} ${when(dueAt, now, person.timeZone)}</dt><dd dir="auto">${says}</dd>`,
      )}
    </dl>
    <p><a class="button" href="/o/${orgSlug}/incidents/${incident.number}">Do it in the incident</a></p>`
}

/** One for the whole page: words half typed go along with whichever button is pressed. Enter says them, and never answers. */
function form({ page }: AnswerView, content: Html): Html {
  return html`<form method="post">
    <button name="action" value="say" class="unseen" tabindex="-1" aria-hidden="true"></button>
    ${page === null ? null : html`<input type="hidden" name="step" value="${page.epoch}">`}${content}
  </form>`
}

const labels = { acknowledge: 'Acknowledge', help: 'I need help', decline: "I can't take this" } as const

function buttons(which: (keyof typeof labels)[]): Html {
  return html`${which.map((name) => html`<button name="action" value="${name}" ${name === 'acknowledge' && which.includes('decline') ? html` class="primary"` : null}>${labels[name]}</button>`)}`
}

/** Longer is written in the console. */
export const LONGEST_WORDS = 1000

/** What whoever comes next will want to know, without signing in for it. */
function words(): Html {
  return html`<h2><label for="text">Say what you do or see; it goes on the log</label></h2>
    <input id="text" name="text" maxlength="${LONGEST_WORDS}" autocomplete="off" enterkeyhint="send">
    <button name="action" value="say">Say it</button>
    ${READY_WORDS.map(({ text }, index) => html`<button name="action" value="say-${index}">${text}</button>`)}`
}

/** Where the others are, for as long as there is something to talk about. */
function bridgeOf({ bridge, incident, goesOnIn }: AnswerView): Html | null {
  if (bridge === null || incident.status === 'resolved' || goesOnIn !== null) return null
  return html`<p><a href="${bridge}" rel="noreferrer">Join the bridge call</a> <span class="muted">· <bdi>${URL.parse(bridge)?.host ?? bridge}</bdi></span></p>`
}

/** Everything else is behind the door. */
function elsewhere({ orgSlug, incident }: AnswerView): Html {
  return html`<p><a href="/o/${orgSlug}/incidents/${incident.number}">Open incident #${incident.number}</a> <span class="muted">· you may be asked to sign in</span></p>`
}

/** Who else is being woken, and when. */
function ladder({ page, called, next, person }: AnswerView, now: Instant): Html {
  if (page?.state === 'exhausted')
    return html`<p class="due">Nobody has answered, and nobody else will be called. Take it, or call somebody yourself.</p>`
  const rows = [
    ...(called.length > 0 ? [html`<dt>Now</dt><dd><bdi>${called.join(', ')}</bdi></dd>`] : []),
    ...(next === null ? [] : [html`<dt>${when(next.at, now, person.timeZone)}</dt><dd><bdi>${nextNames(next)}</bdi></dd>`]),
  ]
  return rows.length === 0 ? html`` : html`<h2>Who else is woken</h2><dl>${rows}</dl>`
}

function nextNames({ names, isLastResort }: NonNullable<AnswerView['next']>): string {
  if (names.length === 0) return 'Nobody is left'
  return `${names.join(', ')}${isLastResort ? ', the last resort' : ''}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

export function expiredBody(view: AnswerView, now: Instant): Html {
  const { incident, service, person } = view
  const how =
    incident.status === 'resolved' ? `was resolved ${when(incident.resolvedAt ?? now, now, person.timeZone)}` : `is ${incident.status}`
  return html`<h1>This link has expired</h1>
    <p>#${incident.number} (<bdi>${service.name}</bdi>) ${how}.</p>
    <p>Nothing can be pressed here any more. Answer it from the newest message you were sent, or there:</p>
    ${elsewhere(view)}`
}
