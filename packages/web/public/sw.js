// The pager while no page is open: shows what was pushed, and carries the answer given on the notification to the server.

const ANSWER_WITHIN_MS = 15_000
const PAUSES_MS = [0, 1500, 4000]

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => event.waitUntil(pushed(read(event.data))))

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const push = event.notification.data ?? {}
  event.waitUntil(event.action === 'acknowledge' ? acknowledge(push) : open(push.path ?? '/'))
})

// The browser has given up the subscription; nobody is asked to notice silence.
self.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(
    Promise.all([
      tellPages({ type: 'pager-lost' }),
      show('This browser rings no more', {
        body: 'Its maker has ended the pager. Tap to open Muster and switch it on again.',
        tag: 'muster-pager',
        data: { path: '/' },
        requireInteraction: true,
      }),
    ]),
  ),
)

/** What cannot be read is shown all the same: somebody meant to wake this person. */
function read(data) {
  try {
    return { kind: 'page', title: 'Muster calls you', text: 'Tap to open.', url: null, tag: 'muster', ...data.json() }
  } catch {
    return { kind: 'page', title: 'Muster calls you', text: 'The message could not be read. Tap to open.', url: null, tag: 'muster' }
  }
}

async function pushed(push) {
  const isPage = push.kind === 'page'
  const path = pathOf(push.url)
  await Promise.all([
    show(push.title, {
      body: push.text,
      tag: push.tag,
      // Later news of the same incident takes its place, and is heard too when it asks for an answer.
      renotify: isPage,
      requireInteraction: isPage,
      silent: false,
      timestamp: push.sentAt,
      vibrate: isPage ? [400, 150, 400, 150, 800] : [200],
      data: { path: path ?? '/', answer: isPage ? path : null, title: push.title, tag: push.tag },
      actions: isPage && path !== null ? [action('acknowledge', 'Acknowledge'), action('open', 'Open')] : [action('open', 'Open')],
    }),
    tellPages({ type: 'push', push }),
  ])
}

const action = (name, title) => ({ action: name, title })

function show(title, options) {
  return self.registration.showNotification(title, { icon: '/icon-192.png', badge: '/icon-192.png', ...options })
}

/** Pages that are open sound their siren. */
async function tellPages(message) {
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) page.postMessage(message)
}

/** Answers go to this server and to no other, whatever address it calls itself by. */
function pathOf(url) {
  try {
    const { pathname } = new URL(url)
    return pathname.startsWith('/a/') ? pathname : null
  } catch {
    return null
  }
}

/** Said only when the server has said it: queued is not committed. */
async function acknowledge({ answer, title, tag }) {
  const said = await send(answer)
  await show(said.title, {
    body: said.isDone ? title : `${title}. Tap to open.`,
    tag,
    renotify: !said.isDone,
    requireInteraction: !said.isDone,
    silent: said.isDone,
    data: { path: answer ?? '/' },
    actions: [action('open', 'Open')],
  })
}

async function send(answer) {
  if (answer === null || answer === undefined) return not('this message has no way to answer')
  const endsAt = Date.now() + ANSWER_WITHIN_MS
  for (const pauseMs of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    try {
      const response = await fetch(answer, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'action=acknowledge',
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(Math.max(1000, endsAt - Date.now())),
      })
      // A server that is just starting is asked once more; to acknowledge twice is to acknowledge once.
      if (response.status < 500) return wordsFor(response)
    } catch {
      // No network yet: a phone that was just woken often has none for a moment.
    }
    if (Date.now() > endsAt) break
  }
  return not('the server could not be reached')
}

const refusals = {
  'already-resolved': 'it is over already, and nothing is asked of you',
  'page-ended': 'this page was over already',
}

function wordsFor(response) {
  const said = new URL(response.url).searchParams.get('said')
  if (response.ok && said === 'acknowledge') return { isDone: true, title: `Acknowledged at ${clock(response.headers.get('date'))}` }
  if (response.ok && said === 'already-acknowledged') return { isDone: true, title: 'Somebody has it already' }
  if (response.ok && said !== null) return not(refusals[said] ?? 'that is not possible any more')
  return not(response.status === 410 ? 'the link has expired' : 'the link opens nothing')
}

const not = (why) => ({ isDone: false, title: `Not acknowledged: ${why}` })

function clock(date) {
  const at = date === null ? new Date() : new Date(date)
  return at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** A page that is open already is brought to the front; the answer page opens beside it. */
async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const [page] = pages.filter(({ url }) => path === '/' || new URL(url).pathname === path)
  return page === undefined ? self.clients.openWindow(path) : page.focus()
}
