// Files on an incident's log, in a real browser: a picture from a phone, a trace by the keyboard, a lost connection, and what was taken back.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPhone, type Phone } from '../phone.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'

const KEY = 'files-checkout-'.padEnd(32, 'k')
/** A real picture that is in the repository anyway. */
const PICTURE = readFileSync(join(import.meta.dirname, '../../packages/web/public/icon-512.png'))

let opened: Console
let phone: Phone
let hand: Page
let desk: Page
let viewer: Page

beforeAll(async () => {
  phone = await startPhone()
  const contact = { slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }
  opened = await startConsole({
    people: [{ slug: 'ana', name: 'Ana Ruiz', timeZone: 'Europe/Paris', contacts: [contact] }],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
    services: [{ slug: 'checkout', name: 'Checkout', policy: 'standard', integrations: [{ slug: 'source', kind: 'generic', key: KEY }] }],
    catchAll: { targets: [{ person: 'ana' }] },
  })
  const answer = await fetch(`${opened.muster.url}/integrations/${KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ summary: 'checkout is down', severity: 'critical', dedup_key: 'files', action: 'trigger' }),
  })
  expect(answer.status).toBe(202)
  await phone.rings()
  hand = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  desk = await opened.signIn({ role: 'lead', look: DESK })
  viewer = await opened.signIn({ role: 'stakeholder', look: DESK })
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await phone?.close()
})

const address = () => `${opened.muster.url}/o/default/incidents/1`
const story = (on: Page) => on.getByRole('region', { name: /^Story/ })
const toBeAdded = (on: Page, name: string) => on.getByRole('form', { name: `Add ${name}` })

async function choose(on: Page, press: (button: ReturnType<Page['getByRole']>) => Promise<void>, files: object[]): Promise<void> {
  const waiting = on.waitForEvent('filechooser')
  // The browser must know that somebody waits before a key is pressed, or its own window opens.
  await on.evaluate(() => document.title)
  await press(on.getByRole('button', { name: 'Add a file' }))
  const chooser = await waiting
  expect(chooser.isMultiple()).toBe(true)
  await chooser.setFiles(files as never)
}

test('[IR-04] a picture taken with the phone is on the log in three taps, small, with its caption for whoever cannot see it', async () => {
  await hand.goto(address())
  await choose(hand, (button) => button.tap(), [{ name: 'IMG_2041.png', mimeType: 'image/png', buffer: PICTURE }])
  await toBeAdded(hand, 'IMG_2041.png').getByRole('textbox').fill('The error page customers see')
  await lookAs(hand, PHONE)
  await expectFit(hand, 'files-1-chosen')
  await lookAs(hand, PHONE)
  await hand.getByRole('button', { name: 'Put the file on the log' }).tap()
  const picture = story(hand).getByRole('img', { name: 'The error page customers see' })
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(512)
  await expect.poll(() => toBeAdded(hand, 'IMG_2041.png').count()).toBe(0)
  await story(hand)
    .getByText(/Ana Ruiz added IMG_2041\.png/)
    .waitFor()
})

test('[IR-04] at a desk a file is added with the keyboard alone, and kept by its name', async () => {
  await desk.goto(address())
  const button = desk.getByRole('button', { name: 'Add a file' })
  // Until it is known who this is, the button says so.
  await button.click({ trial: true })
  await button.focus()
  await choose(desk, () => desk.keyboard.press('Enter'), [
    { name: 'trace.json', mimeType: 'application/json', buffer: Buffer.from('{"spans":[]}') },
  ])
  await toBeAdded(desk, 'trace.json').getByRole('textbox').focus()
  await desk.keyboard.type('The slow request')
  await desk.keyboard.press('Enter')
  const link = story(desk).getByRole('link', { name: 'trace.json' })
  await link.waitFor()
  const [kept] = await Promise.all([desk.waitForEvent('download'), link.press('Enter')])
  expect(kept.suggestedFilename()).toBe('trace.json')
  expect(readFileSync(await kept.path(), 'utf8')).toBe('{"spans":[]}')
  await expectFit(desk, 'files-2-story')
  await lookAs(desk, DESK)
})

test('[IR-04] a file dropped anywhere on the page, or a picture pasted, waits to be added; text that is pasted stays text', async () => {
  await desk.evaluate(() => {
    const files = new DataTransfer()
    files.items.add(new File(['a line'], 'dropped.log', { type: 'text/plain' }))
    document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: files }))
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: new DataTransfer() }))
  })
  await desk.getByText('Let it go: it will be added to #1.').waitFor()
  await desk.evaluate(() => {
    const files = new DataTransfer()
    files.items.add(new File(['a line'], 'dropped.log', { type: 'text/plain' }))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }))
    const picture = new DataTransfer()
    picture.items.add(new File(['x'], 'pasted.png', { type: 'image/png' }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: picture }))
    const cells = new DataTransfer()
    cells.setData('text/plain', 'a cell')
    cells.items.add(new File(['x'], 'cells.png', { type: 'image/png' }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: cells }))
  })
  await toBeAdded(desk, 'dropped.log').waitFor()
  await toBeAdded(desk, 'pasted.png').getByRole('button', { name: 'Leave it' }).click()
  await expect.poll(() => toBeAdded(desk, 'pasted.png').count()).toBe(0)
  expect(await toBeAdded(desk, 'cells.png').count()).toBe(0)
  await toBeAdded(desk, 'dropped.log').getByRole('button', { name: 'Put the file on the log' }).click()
  await story(desk).getByRole('link', { name: 'dropped.log' }).waitFor()
})

test('[IR-04] a file dropped where the story is not on screen waits there too', async () => {
  for (const [search, name] of [
    ['?view=known', 'known.log'],
    ['?view=time', 'time.log'],
    ['?focus=on', 'focus.log'],
  ] as const) {
    await desk.goto(`${address()}${search}`)
    await desk.getByRole('region', { name: 'Do this now' }).waitFor()
    const isTaken = await desk.evaluate((file) => {
      const files = new DataTransfer()
      files.items.add(new File(['a line'], file, { type: 'text/plain' }))
      return !document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }))
    }, name)
    expect(isTaken).toBe(true)
    await toBeAdded(desk, name).getByRole('button', { name: 'Leave it' }).click()
  }
  await desk.goto(address())
})

test('[IR-04] without a connection nothing is lost: it says so, the file waits through a look elsewhere, and goes at the next try', async () => {
  await choose(hand, (button) => button.tap(), [{ name: 'tunnel.png', mimeType: 'image/png', buffer: PICTURE }])
  await hand.context().setOffline(true)
  await toBeAdded(hand, 'tunnel.png').getByRole('button', { name: 'Put the file on the log' }).tap()
  await toBeAdded(hand, 'tunnel.png')
    .getByText(/The file is still here\. Try again once you are connected/)
    .waitFor()
  expect(await toBeAdded(hand, 'tunnel.png').getByRole('textbox').count()).toBe(0)
  await toBeAdded(hand, 'tunnel.png').getByText('What it says can be put right in the story.').waitFor()
  await expectFit(hand, 'files-3-offline')
  await lookAs(hand, PHONE)
  await hand.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name: 'Command' }).tap()
  await hand.context().setOffline(false)
  await toBeAdded(hand, 'tunnel.png').getByRole('button', { name: 'Try again' }).tap()
  await hand.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name: 'Story' }).tap()
  await story(hand).getByRole('img', { name: 'tunnel.png' }).waitFor()
})

test('[IR-04] one that is too large is not sent at all, and says what to do', async () => {
  await choose(hand, (button) => button.tap(), [{ name: 'heap.hprof', mimeType: '', buffer: Buffer.alloc(12_000_000) }])
  const form = toBeAdded(hand, 'heap.hprof')
  await form.getByText('It has 12 MB; a file has at most 10 MB.').waitFor()
  expect(await form.getByRole('button', { name: /log/ }).count()).toBe(0)
  await form.getByRole('button', { name: 'Leave it' }).tap()
})

test('[IR-04] what is taken back is shown no more, and the log still says that it was there', async () => {
  const entry = story(desk).getByRole('listitem').filter({ hasText: 'IMG_2041.png' })
  await entry.getByRole('button', { name: /More about entry/ }).click()
  await desk.getByRole('dialog').getByRole('img', { name: 'The error page customers see' }).waitFor()
  await desk.getByRole('button', { name: 'Correct it…' }).click()
  await desk.getByText('Take it back', { exact: true }).first().click()
  await desk.getByText('The file itself is deleted and cannot be had back').waitFor()
  await desk.getByRole('textbox', { name: 'Why', exact: true }).fill('An address of a customer is in it')
  await desk.getByRole('button', { name: 'Take it back' }).click()
  await story(desk).getByText('taken back later').waitFor()
  expect(await story(desk).getByRole('img', { name: 'The error page customers see' }).count()).toBe(0)
  await story(desk)
    .getByText(/added IMG_2041\.png/)
    .waitFor()
})

test('[IR-04] the command line adds a file and fetches it again, and writes over nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-files-'))
  const muster = (...words: string[]) => {
    const { MUSTER_URL, MUSTER_TOKEN } = { MUSTER_URL: opened.muster.url, MUSTER_TOKEN: opened.muster.token }
    const main = join(import.meta.dirname, '../../packages/cli/src/main.ts')
    return spawnSync(process.execPath, [main, ...words], {
      cwd: folder,
      env: { ...process.env, MUSTER_URL, MUSTER_TOKEN },
      encoding: 'utf8',
    })
  }
  const words = 'timeout after 3000 ms\n'.repeat(20)
  writeFileSync(join(folder, 'gateway.log'), words)
  const added = muster('file', 'add', '1', 'gateway.log', '--caption', 'The gateway', '--as', 'ana', '--json')
  expect(added).toMatchObject({ status: 0, stderr: '' })
  const { seq, mediaType } = JSON.parse(added.stdout) as { seq: number; mediaType: string }
  expect(mediaType).toBe('text/plain')
  await story(desk)
    .getByText(/Ana Ruiz added gateway\.log \(440 bytes\): The gateway/)
    .waitFor()
  expect(muster('file', 'get', '1', String(seq))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('gateway.log is there already'),
  })
  expect(muster('file', 'get', '#1', String(seq), '--to', 'again.log')).toMatchObject({ status: 0, stdout: 'again.log (440 bytes)\n' })
  expect(readFileSync(join(folder, 'again.log'), 'utf8')).toBe(words)
  expect(muster('file', 'get', '1', '1')).toMatchObject({ status: 1, stderr: expect.stringContaining('Entry 1 of the log is no file') })
  expect(muster('file', 'add', '1', 'nowhere.log')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no file nowhere.log'),
  })
  expect(muster('file', 'add', '99', 'gateway.log')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('There is no incident 99'),
  })
  writeFileSync(join(folder, 'heap.hprof'), Buffer.alloc(10_000_001))
  expect(muster('file', 'add', '1', 'heap.hprof')).toMatchObject({ status: 1, stderr: expect.stringContaining('a file has at most 10 MB') })
  rmSync(folder, { recursive: true })
})

test('[IR-04] whoever only reads sees the files, and the button says why it is not theirs', async () => {
  await viewer.goto(address())
  await story(viewer).getByRole('img', { name: 'tunnel.png' }).waitFor()
  const button = viewer.getByRole('button', { name: 'Add a file' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
})
