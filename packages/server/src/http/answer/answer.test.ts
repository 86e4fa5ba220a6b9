// The page somebody opens half asleep: it says how it stands in every state, does what its three buttons say, once, and nothing by itself.
import { createHash } from 'node:crypto'
import { LINK_LIFE_MS } from '../../links.ts'
import { PUBLIC_URL } from '@muster/testkit/night/node.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { told } from '@muster/testkit/scenario.ts'
import type { Rung } from '@muster/testkit/night/phone.ts'
import pino from 'pino'
import { describe, expect } from 'vitest'
import { openDb, type Db } from '../../store/db.ts'
import { createApp } from '../app.ts'

const pathOf = ({ message }: Rung) => message.url?.replace(PUBLIC_URL, '') ?? ''
/** What a person reads: without tags, and with the entities as they look. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim()
/** The answers; what can be said with one tap is none. */
const buttonsOf = (page: string) =>
  [...page.matchAll(/<button[^>]*value="(\w+)"/g)].map(([, value]) => value).filter((one) => one !== 'say')
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('[BX-04] in each state the page says how it stands:', () => {
  told('somebody is being woken', async ({ alert, phone, after }) => {
    await alert('98 % of orders fail')
    await after('2m')
    const page = await (await phone('ann').rings()).open()
    expect(textOf(page)).toMatch(
      /◆ SEV1 crisis · Checkout · #1 98 % of orders fail Since 04:10 · 2 min ago · 1 alert Acknowledge I need help I can't take this Who else is woken 04:15 · in 3 min Ben/,
    )
    expect(buttonsOf(page)).toEqual(['acknowledge', 'help', 'decline'])
  })

  told(
    'several are being woken at once, and the next rung is empty',
    async ({ alert, phone }) => {
      await alert('down')
      expect(textOf(await (await phone('ann').rings()).open())).toMatch(/Now Ben, Cat 04:15 · in 5 min Last, the last resort/)
    },
    {
      organisation: organisation({
        people: [person('ann'), person('ben'), person('cat'), person('deaf', { contacts: [] }), person('last')],
        policies: [policy('standard', [rung(5, 'ann', 'ben', 'cat'), rung(5, 'deaf')])],
      }),
    },
  )

  told(
    'it is mine: one next step, three things to remember, and when it will ask again',
    async ({ alert, phone }) => {
      await alert('down')
      const page = await (await phone('ann').rings()).press('acknowledge')
      expect(textOf(page)).toMatch(
        /Acknowledged · 04:10 · just now\. You have it\. Next Read the runbook\. Say what .* Do only .* Not sure\?/,
      )
      expect(page.match(/<li>/g)).toHaveLength(3)
      expect(textOf(page)).toMatch(/If it is still open at 04:40 · in 30 min, it will ask again/)
      expect(buttonsOf(page)).toEqual(['help', 'decline'])
    },
    {
      organisation: organisation({
        policies: [policy('standard', [rung(5, 'ann')], { ackTimeoutMinutes: 30 })],
        services: [service('checkout', 'standard', { whatToDo: 'Read the runbook.' })],
      }),
    },
  )

  told(
    '[PH-01] whoever has it reads what the protocol asks of them by when, without signing in; nobody else does',
    async ({ alert, phone, after }) => {
      await alert('down')
      const ann = await phone('ann').rings()
      expect(textOf(await ann.open())).not.toContain('What the protocol asks for now')
      const page = await ann.press('acknowledge')
      expect(textOf(page)).toMatch(/What the protocol asks for now by 04:12 · in 2 min Get an incident commander\./)
      await after('5m')
      const later = await ann.open()
      expect(textOf(later)).toMatch(/was due 04:12 · 3 min ago Get an incident commander\./)
      expect(later).toContain('<a class="button" href="/o/default/incidents/1">Do it in the incident</a>')
    },
  )

  told('somebody else has it', async ({ alert, phone, after }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await after('5m')
    await (await phone('ben').rings()).press('acknowledge')
    const page = await ann.open()
    expect(textOf(page)).toMatch(/Acknowledged · 04:15 · just now\. Ben has it\. Nothing is asked of you\./)
    expect(buttonsOf(page)).toEqual([])
  })

  told('a monitor or a script has it', async ({ alert, phone, api }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await api('POST', '/incidents/1/acknowledge', {})
    expect(textOf(await ann.open())).toMatch(/A monitor or a script has it/)
  })

  told(
    'I have answered, and somebody else must too',
    async ({ alert, phone }) => {
      await alert('down')
      const page = await (await phone('ann').rings()).press('acknowledge')
      expect(textOf(page)).toMatch(/You have answered · Somebody else must answer too\. Who else is woken Now Cat/)
      expect(buttonsOf(page)).toEqual(['help', 'decline'])
    },
    { organisation: organisation({ policies: [policy('standard', [{ ...rung(5, 'ann', 'cat'), require: 'all' }])] }) },
  )

  told('it is quiet for a while', async ({ alert, phone, api }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await api('POST', '/incidents/1/snooze', { minutes: 20, as: 'ben' })
    expect(textOf(await ann.open())).toMatch(/Snoozed · until 04:30 · in 20 min\. Ben has it/)
  })

  told('everybody was called and nobody answered', async ({ alert, phone, after }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await after('20m')
    const page = await ann.open()
    expect(textOf(page)).toMatch(/Nobody has answered, and nobody else will be called/)
    expect(buttonsOf(page)).toContain('acknowledge')
  })

  told('it was given to somebody else, and can still be taken', async ({ alert, phone, api }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await api('POST', '/incidents/1/reassign', { person: 'ben' })
    const page = await ann.open()
    expect(textOf(page)).toMatch(/Who else is woken Now Ben/)
    expect(buttonsOf(page)).toContain('acknowledge')
  })

  told('it was over and came back: this page is not the one to answer', async ({ alert, clears, phone }) => {
    await alert('down')
    const first = await phone('ann').rings()
    await clears()
    await alert('down')
    const page = await first.open()
    expect(textOf(page)).toMatch(/Over · This page has ended, and the incident came back later\. Open the newest message you were sent\./)
    expect(buttonsOf(page)).toEqual([])
  })

  told('it is over', async ({ alert, phone, clears }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    await clears()
    const page = await ann.open()
    expect(textOf(page)).toMatch(/Resolved · 04:10 · just now\. Nothing is asked of you\./)
    expect(buttonsOf(page)).toEqual([])
  })

  told('the link has expired: what happened is told, nothing can be pressed', async ({ alert, phone, node, clock, api }) => {
    await alert('down')
    const path = pathOf(await phone('ann').rings())
    await api('POST', '/incidents/1/acknowledge', { as: 'ben' })
    clock.set(clock.now() + LINK_LIFE_MS + 1)
    for (const method of ['GET', 'POST'] as const) {
      const response = await node.app.inject({ method, url: path, headers: form, ...(method === 'POST' && { payload: 'action=help' }) })
      expect(response.statusCode).toBe(410)
      expect(textOf(response.payload)).toMatch(/This link has expired #1 \( Checkout \) is acknowledged\. .* Open incident #1/)
      expect(response.payload).toContain('href="/o/default/incidents/1"')
      expect(buttonsOf(response.payload)).toEqual([])
    }
  })

  told(
    'other incidents came with it: one answer is for all',
    async ({ signal, settle, phone, node }) => {
      for (const key of ['a', 'b', 'c']) await signal('trigger', `${key} is down`, { key })
      await settle()
      const ann = await phone('ann').rings()
      expect(textOf(await ann.open())).toMatch(/with 2 more incidents; one answer is for all of them/)
      await ann.press('acknowledge')
      expect(await node.world.db.query('select distinct status from incidents')).toEqual([{ status: 'acknowledged' }])
    },
    { organisation: organisation({ services: [service('checkout', 'standard', { grouping: { by: 'key' } })] }) },
  )
})

describe('the buttons do what they say:', () => {
  told('"I need help" wakes the next people at once and leaves whoever asked alone', async ({ alert, phone }) => {
    await alert('down')
    const page = await (await phone('ann').rings()).press('help')
    expect(textOf(page)).toMatch(/Help is being called: the next people are woken now/)
    await phone('ben').rings()
    phone('ann').isQuiet()
  })

  told('"I can’t take this" passes it on, and it can still be taken', async ({ alert, phone, incident }) => {
    await alert('down')
    const ann = await phone('ann').rings()
    expect(textOf(await ann.press('decline'))).toMatch(/Understood\. The page goes on to the next person/)
    await phone('ben').rings()
    expect(textOf(await ann.press('acknowledge'))).toMatch(/You have it/)
    expect((await incident()).status).toBe('acknowledged')
  })

  told(
    '"I can’t take this" beside others only takes me off',
    async ({ alert, phone }) => {
      await alert('down')
      const page = await (await phone('ann').rings()).press('decline')
      expect(textOf(page)).toMatch(/You passed it on · You can still take it\. Acknowledge I need help Who else is woken Now Cat/)
      expect(page).not.toContain('Understood')
    },
    { organisation: organisation({ policies: [policy('standard', [rung(5, 'ann', 'cat')])] }) },
  )

  told('pressed twice, or by ten fingers at once, is one answer', async ({ alert, phone, node, log, settle }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const press = () => node.app.inject({ method: 'POST', url, headers: form, payload: 'action=acknowledge' })
    const answers = await Promise.all(Array.from({ length: 10 }, press))
    expect(new Set(answers.map((one) => one.statusCode))).toEqual(new Set([303]))
    expect(answers.map((one) => one.headers.location).toSorted()).toEqual(
      ['?said=acknowledge', ...Array(9).fill('?said=already-acknowledged')].toSorted(),
    )
    await settle()
    expect((await log()).filter((entry) => entry.type === 'page.acknowledged')).toHaveLength(1)
    const again = await node.app.inject({ method: 'GET', url: `${url}?said=already-acknowledged` })
    expect(textOf(again.payload)).toMatch(/You have it/)
    expect(again.payload).not.toContain('Somebody had answered already')
  })

  told('a finger that presses "I need help" twice wakes one rung; pressed again at the new picture, the next', async (night) => {
    const { alert, phone, node, settle, log } = night
    await alert('down')
    const ann = await phone('ann').rings()
    const [, step] = /name="step" value="(\d+)"/.exec(await ann.open()) ?? []
    const press = () => node.app.inject({ method: 'POST', url: pathOf(ann), headers: form, payload: `action=help&step=${step}` })
    const answers = await Promise.all([press(), press()])
    expect(answers.map(({ headers }) => headers.location).toSorted()).toEqual(['?said=ask-for-help', '?said=moved-on'])
    await settle()
    expect((await log()).filter(({ type }) => type === 'page.help-asked')).toHaveLength(1)
    const again = await node.app.inject({ method: 'GET', url: `${pathOf(ann)}?said=moved-on` })
    expect(textOf(again.payload)).toMatch(/The ladder had moved on already: .* Who else is woken Now Ben/)
    expect(again.payload).not.toContain(`value="${step}"`)
  })

  told('[BX-01] acknowledge, say and ask for help are three taps; what is said is on the log with their name', async (night) => {
    const { alert, phone, node, log } = night
    await alert('down')
    const ann = await phone('ann').rings()
    await ann.press('acknowledge')
    const say = (payload: string) => node.app.inject({ method: 'POST', url: pathOf(ann), headers: form, payload })
    expect((await say('action=say-0')).headers.location).toBe('?said=said')
    await ann.press('help')
    expect((await say('action=say&text=The+pool+is+full')).headers.location).toBe('?said=said')
    expect((await say('action=say-1&text=all+of+them')).headers.location).toBe('?said=said')
    for (const empty of ['action=say', 'action=say&text=+++', 'action=say-9'])
      expect((await say(empty)).headers.location).toBe('?said=nothing-said')
    expect((await log()).filter(({ type }) => type === 'incident.said').map(({ by, body }) => [by, body['kind'], body['text']])).toEqual([
      ['Ann', 'did', 'I am looking into it.'],
      ['Ann', 'did', 'The pool is full'],
      ['Ann', 'saw', 'Users are affected. all of them'],
    ])
  })

  told('[BX-01] words half typed are not lost when another button is pressed, and Enter says them without answering', async (night) => {
    const { alert, phone, node, log } = night
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const page = (await node.app.inject({ method: 'GET', url })).payload
    // Enter in a field presses the first button of its form.
    expect(page.match(/<form /g)).toHaveLength(1)
    expect(/<button[^>]*value="([^"]+)"/.exec(page)?.[1]).toBe('say')
    const help = await node.app.inject({ method: 'POST', url, headers: form, payload: 'action=help&text=The+pool+is+full' })
    expect(help.headers.location).toBe('?said=ask-for-help')
    expect((await log()).filter(({ type }) => type === 'incident.said').map(({ by, body }) => [by, body['text']])).toEqual([
      ['Ann', 'The pool is full'],
    ])
    expect((await log()).filter(({ type }) => type === 'page.help-asked')).toHaveLength(1)
  })

  told('a reload of what follows cannot answer again: it is another address, asked with GET', async ({ alert, phone, node }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const response = await node.app.inject({ method: 'POST', url, headers: form, payload: 'action=help' })
    expect(response).toMatchObject({ statusCode: 303, headers: expect.objectContaining({ location: '?said=ask-for-help' }) })
  })

  told(
    '[BX-04] what was said is told again on a reload only while it is so: not once the answer has lapsed and it climbs again',
    async ({ alert, phone, node, after }) => {
      await alert('down')
      const ann = await phone('ann').rings()
      const again = async (said: string) => textOf((await node.app.inject({ method: 'GET', url: `${pathOf(ann)}?said=${said}` })).payload)
      expect(await ann.press('acknowledge')).toContain('You have it')
      await after('31m')
      const lapsed = await again('acknowledge')
      expect(lapsed).toContain('Acknowledge I need help')
      expect(lapsed).not.toContain('Acknowledged.')
      expect(await again('already-acknowledged')).not.toContain('Somebody had answered already')
      expect(await again('decline')).not.toContain('Understood')
    },
    { organisation: organisation({ policies: [policy('standard', [rung(5, 'ann')], { ackTimeoutMinutes: 30 })] }) },
  )

  told('what is none of the three is refused, and changes nothing', async ({ alert, phone, node, log }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const before = await log()
    const accept = { accept: 'text/html' }
    const wrong = [
      { payload: 'action=resolve', headers: form, status: 400 },
      { payload: '', headers: form, status: 400 },
      { payload: 'action=', headers: form, status: 400 },
      { payload: 'action=toString', headers: form, status: 400 },
      { payload: `action=${'x'.repeat(20_000)}`, headers: form, status: 413 },
      { payload: 'action=acknowledge', headers: { 'content-type': 'image/png' }, status: 415 },
      { payload: '{"action":', headers: { 'content-type': 'application/json' }, status: 400 },
    ]
    for (const { payload, headers, status } of wrong) {
      const response = await node.app.inject({ method: 'POST', url, headers: { ...headers, ...accept }, payload })
      expect(response.statusCode).toBe(status)
      expect(response.payload).toMatch(/<h1>That/)
    }
    expect(await log()).toEqual(before)
  })
})

describe('nothing happens by itself:', () => {
  told(
    'programs that look at links acknowledge nothing, however often; the log says that one perhaps did',
    async ({ alert, phone, node, log, incident }) => {
      await alert('down')
      const url = pathOf(await phone('ann').rings())
      for (const agent of ['Slackbot-LinkExpanding 1.0', 'WhatsApp/2.23', 'Mozilla/5.0 (Microsoft Outlook SafeLinks)'])
        for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS'] as const)
          for (const query of ['', '?action=acknowledge', '?said=acknowledge'])
            await node.app.inject({ method, url: `${url}${query}`, headers: { 'user-agent': agent, purpose: 'prefetch' } })
      expect(await incident()).toMatchObject({ status: 'triggered', pages: [{ state: 'climbing' }] })
      const entries = await log()
      expect(entries.filter((entry) => entry.type === 'delivery.opened')).toMatchObject([{ body: { note: 'perhaps by a machine' } }])
      expect(entries.filter((entry) => entry.type === 'delivery.seen')).toEqual([])
    },
  )

  told('what an address claims to have been said is only believed when it is one of ours', async ({ alert, phone, node }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    for (const said of ['toString', '__proto__', '<script>', 'x'.repeat(2000), 'a&said=b']) {
      const { statusCode, payload } = await node.app.inject({ method: 'GET', url: `${url}?said=${said}` })
      expect(statusCode).toBe(200)
      expect(payload).not.toMatch(/<script|xxxx|native code/)
    }
  })

  told('only a pressed button says that a person saw it', async ({ alert, phone, log }) => {
    await alert('down')
    await (await phone('ann').rings()).press('acknowledge')
    expect((await log()).filter((entry) => entry.type === 'delivery.seen')).toHaveLength(1)
  })
})

describe('[BX-04] the page itself', () => {
  const hostile = '<img src=x onerror=alert(1)></h1><script>alert("&\'")</script> عطل \u202e reversed '

  told(
    'shows text of strangers as text, keeps its first button near the top, and stays small, however long and odd the title is',
    async ({ alert, phone }) => {
      await alert(`${hostile}${'very long '.repeat(400)}`.slice(0, 1024))
      const page = await (await phone('ann').rings()).open()
      expect(page).not.toMatch(/<img|<script|onerror=alert\(1\)>/)
      expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
      expect(page).toMatch(/<h1 dir="auto">/)
      expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
      const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1] ?? ''
      expect(heading.length).toBeLessThan(400)
      expect(textOf(page)).toMatch(/The whole text/)
      expect(Buffer.byteLength(page)).toBeLessThan(20_000)
    },
    {
      organisation: organisation({
        people: [person('ann', { name: '<b>Ann</b>' }), person('ben', { name: '"Ben" & co' }), person('last')],
        services: [service('checkout', 'standard', { name: '<u>Checkout</u>', whatToDo: '<i>nothing</i>' })],
      }),
    },
  )

  told(
    'is one request: no script, no address but its own, and a policy that allows exactly its own style',
    async ({ alert, phone, node }) => {
      await alert('down')
      const { payload, headers } = await node.app.inject({ method: 'GET', url: pathOf(await phone('ann').rings()) })
      expect(Buffer.byteLength(payload)).toBeLessThan(60_000)
      expect(payload).not.toMatch(/<script|javascript:|\son\w+=|@import|url\(/i)
      const addresses = [...payload.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address)
      expect(addresses.filter((address) => !address?.startsWith('data:'))).toEqual(['/o/default/incidents/1'])
      const style = /<style>(.*?)<\/style>/s.exec(payload)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      )
    },
  )

  told('is not kept, listed, guessed at, framed, or told to others', async ({ alert, phone, node }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const answers = [
      await node.app.inject({ method: 'GET', url }),
      await node.app.inject({ method: 'GET', url: `${url}x` }),
      await node.app.inject({ method: 'POST', url, headers: form, payload: 'action=help' }),
      await node.app.inject({ method: 'HEAD', url }),
    ]
    for (const { headers } of answers)
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
    expect(answers[0]?.headers['x-content-type-options']).toBe('nosniff')
    expect(answers[2]?.headers.location).not.toContain('/a/')
  })

  told('leaves its address in no log, whatever happens', async ({ alert, phone, node }) => {
    await alert('down')
    const url = pathOf(await phone('ann').rings())
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const away = openDb({ host: '/nonexistent', port: 1, user: 'nobody', database: 'none' })
    const visit = async (db: Db) => {
      const world = { ...node.world, log, db }
      const app = createApp({ world, version: '0', startedAt: 0, tls: null, oidc: null, phones: null, isTaking: () => true })
      await app.inject({ method: 'GET', url })
      await app.inject({ method: 'HEAD', url })
      await app.inject({ method: 'GET', url: `${url}.cut%zz` })
      await app.inject({ method: 'GET', url: `${url}/more` })
      await app.inject({ method: 'PUT', url })
      await app.inject({ method: 'POST', url, headers: form, payload: 'action=acknowledge' })
      await app.inject({ method: 'POST', url, headers: form, payload: 'x'.repeat(20_000) })
      await app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload: '{' })
      await app.close()
    }
    await visit(node.world.db)
    await visit(away)
    await away.close()
    expect(lines.length).toBeGreaterThan(10)
    const [text = '', tag = ''] = url.slice(3).split('.')
    for (const secret of [text.slice(0, 40), tag]) expect(lines.join('')).not.toContain(secret)
  })
})
