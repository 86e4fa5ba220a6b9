// Pages people read at night: legible in the dark and in the light, never by colour alone, one request, and strangers' text stays text.
import { createTestClock, START } from '@muster/testkit/night/clock.ts'
import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { createPhones, demoRoutes } from './demo/routes.ts'
import { html } from './html.ts'
import { homeBody } from './ops/home.ts'
import { gradeOf } from '@muster/core/vocabulary.ts'
import { sendPage, severityMark, type Page } from './page.ts'
import { when } from './times.ts'

async function rendered(page: Page) {
  const app = Fastify()
  app.get('/', (_request, reply) => sendPage(reply, 200, page))
  return (await app.inject({ method: 'GET', url: '/' })).payload
}

describe('colours', () => {
  type Scheme = Record<string, string>

  async function schemes(): Promise<Record<'dark' | 'light', Scheme>> {
    const css = /<style>(.*?)<\/style>/s.exec(await rendered({ title: 't', body: html`` }))?.[1] ?? ''
    const [dark = {}, light = {}] = [...css.matchAll(/:root\{([^}]+)\}/g)].map(([, block = '']) =>
      Object.fromEntries([...block.matchAll(/--([\w-]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, value])),
    )
    return { dark, light }
  }

  function luminance(hex: string): number {
    const full = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, '$&$&') : hex
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function contrast(one: string, other: string): number {
    const [dim = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
    return (bright + 0.05) / (dim + 0.05)
  }

  test.each(['dark', 'light'] as const)('of text keep 4.5 : 1 on every ground, in the %s', async (name) => {
    const scheme = (await schemes())[name]
    for (const ground of ['ground', 'surface', 'raised']) {
      const texts = ['text', 'muted', 'action', 'crisis', 'major', 'standard', 'business-hours', 'kept', 'due']
      const faint = texts.filter((text) => !(contrast(scheme[text] ?? '', scheme[ground] ?? '') >= 4.5))
      expect({ ground, faint }).toEqual({ ground, faint: [] })
    }
    expect(contrast(scheme['on-action'] ?? '', scheme['action'] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  test('are never alone: a severity is a shape, a level and a word', () => {
    const marks = (['SEV0', 'SEV1', 'SEV2', 'SEV3'] as const).map((severity) =>
      severityMark(gradeOf(severity)).text.replaceAll(/<[^>]+>/g, ''),
    )
    expect(marks).toEqual(['◆ SEV0 crisis', '▲ SEV1 major', '■ SEV2 standard', '● SEV3 business hours'])
  })
})

test('what strangers wrote is escaped wherever it is put', () => {
  const wrote = `<script>alert("'&'")</script>`
  expect(html`<p title="${wrote}">${wrote}</p>${[html`<b>${wrote}</b>`]}${null}${7}`.text).toBe(
    '<p title="&lt;script&gt;alert(&quot;&#39;&amp;&#39;&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;&#39;&amp;&#39;&quot;)&lt;/script&gt;</p>' +
      '<b>&lt;script&gt;alert(&quot;&#39;&amp;&#39;&quot;)&lt;/script&gt;</b>7',
  )
})

test('times are the reader’s, with how long ago, and with the day when it is not today’s', () => {
  const [minute, day] = [60_000, 86_400_000]
  expect(when(START, START, 'Europe/Paris')).toBe('04:10 · just now')
  expect(when(START - 3 * minute, START, 'Europe/Paris')).toBe('04:07 · 3 min ago')
  expect(when(START + 20_000, START, 'Europe/Paris')).toBe('04:10 · in less than a minute')
  expect(when(START + 5 * minute, START, 'America/New_York')).toBe('22:15 · in 5 min')
  expect(when(START - day, START, 'Asia/Kolkata')).toBe('08:40 on 2026-03-01 · 24 h ago')
})

describe('the first page', () => {
  const home = { version: '1.2.3', publicUrl: 'https://muster.example', isDemo: false, beat: { why: null, overdueMs: 0 } }

  test('says that all is well, and how to be woken for the first time, with addresses that can be copied', () => {
    const { text } = homeBody(home)
    expect(text).toContain('The database answers and nothing is overdue.')
    for (const step of [
      'muster -- schema',
      'muster -- apply -f org.yaml',
      'https://muster.example/integrations/KEY/alertmanager',
      'https://muster.example/v2/enqueue',
      'doctor --contacts',
    ])
      expect(text).toContain(step)
  })

  test('says what is wrong and where to look', () => {
    const { text } = homeBody({ ...home, beat: { why: 'Something has been overdue for 40 s. Look at the log.', overdueMs: 40_000 } })
    expect(text).toContain('Something is wrong here')
    expect(text).toContain('Something has been overdue for 40 s. Look at the log.')
    expect(text).not.toContain('nothing is overdue')
  })

  test('in the demo shows how to break something, and where the phones are', () => {
    const { text } = homeBody({ ...home, isDemo: true })
    expect(text).toContain('href="/demo/phones"')
    expect(text).toMatch(/curl https:\/\/muster\.example\/v2\/enqueue \\\n/)
  })
})

describe('the demo’s phones', () => {
  const shown = {
    to: 'Ines',
    key: 'k',
    attempt: 1,
    kind: 'page' as const,
    severity: 'SEV1' as const,
    sentAt: START,
    url: 'https://muster.example/a/x',
  }
  const look = async (...messages: Parameters<ReturnType<typeof createPhones>['show']>[0][]) => {
    const phones = createPhones()
    for (const message of messages) phones.show(message)
    const app = Fastify()
    demoRoutes(app, { world: { clock: createTestClock(START) }, phones })
    return (await app.inject({ method: 'GET', url: '/demo/phones' })).payload
  }

  test('are quiet at first and say what to do', async () => {
    const page = await look()
    expect(page).toContain('All phones are quiet')
    expect(page).toContain('href="/"')
    expect(page).toContain('http-equiv="refresh"')
  })

  test('show each person’s messages, newest first, each with the way to answer, as text', async () => {
    const page = await look(
      { ...shown, title: 'first', body: 'since 04:10\nfirst' },
      { ...shown, title: '<b>second</b>', body: 'Read the runbook.\n<b>second</b>', attempt: 2 },
      { ...shown, to: 'Tom', kind: 'notice', title: 'Answered by Ines', body: 'Answered by Ines.', url: null },
    )
    const text = page
      .replace(/<style>.*<\/style>/s, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
    expect(text).toMatch(
      /Tom 03:10 UTC · just now Answered by Ines Ines 03:10 UTC · just now · try 2 &lt;b&gt;second&lt;\/b&gt; Read the runbook\. Open to answer .* first since 04:10 Open to answer/,
    )
  })

  test('keep the last two hundred messages and no more', async () => {
    const phones = createPhones()
    for (let i = 0; i < 500; i += 1) phones.show({ ...shown, title: `${i}`, body: '' })
    expect(phones.shown()).toHaveLength(200)
    expect(phones.shown()[0]?.title).toBe('499')
  })
})
