// What a file on the log may be called, and which pictures may be shown.
import { describe, expect, test } from 'vitest'
import { cleanFileName, isPicture, LONGEST_FILE_NAME, mediaTypeOf, pictureTypeOf, sizeInWords } from './file.ts'

const bytes = (...given: (number | string)[]) =>
  Uint8Array.from(given.flatMap((one) => (typeof one === 'number' ? [one] : [...one].map((letter) => letter.charCodeAt(0)))))
const png = bytes(0x89, 'PNG\r\n', 0x1a, '\n')

describe('[IR-04] a picture is known by its first bytes', () => {
  test.each([
    ['image/png', png],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['image/gif', bytes('GIF89a')],
    ['image/gif', bytes('GIF87a')],
    ['image/webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
  ])('%s', (type, head) => {
    expect(pictureTypeOf(head)).toBe(type)
    expect(mediaTypeOf(head, 'text/html')).toBe(type)
    expect(isPicture(type)).toBe(true)
  })

  test.each([
    ['nothing', bytes()],
    ['a part of the mark', bytes(0x89, 'PN')],
    ['another file of RIFF', bytes('RIFF', 1, 2, 3, 4, 'WAVE')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a page', bytes('<!doctype html>GIF89a')],
  ])('and %s is none, whatever it claims', (_what, head) => {
    expect(pictureTypeOf(head)).toBeNull()
    expect(mediaTypeOf(head, 'image/png')).toBe('application/octet-stream')
  })

  test('anything else is what it calls itself, where that is a type at all', () => {
    expect(mediaTypeOf(bytes('a line'), 'Text/Plain; charset=utf-8')).toBe('text/plain')
    expect(mediaTypeOf(bytes('{}'), 'application/vnd.api+json')).toBe('application/vnd.api+json')
    for (const claimed of [null, '', 'text', 'text/plain\r\nX: y', '*/*', 'image/png'])
      expect(mediaTypeOf(bytes('a line'), claimed)).toBe('application/octet-stream')
    expect(isPicture('image/svg+xml')).toBe(false)
  })
})

describe('[IR-04] the name of a file', () => {
  test.each([
    ['trace.json', 'trace.json'],
    ['Bildschirmfoto 2026-11-26 um 03.14.15.png', 'Bildschirmfoto 2026-11-26 um 03.14.15.png'],
    ['漢字 🔥.log', '漢字 🔥.log'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['a\r\nContent-Type: text/html', 'html'],
    ['a\u0000b\u0007c.txt', 'abc.txt'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['zero\u200bwidth.txt', 'zerowidth.txt'],
    ['half \ud83d.txt', 'half \ufffd.txt'],
    ['  two   spaces .txt ', 'two spaces .txt'],
    ['', 'file'],
    ['..', 'file'],
    ['.', 'file'],
    ['folder/', 'file'],
    [' \t ', 'file'],
    ['.env', '.env'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept)
  })

  test('that is too long loses its middle and keeps its ending', () => {
    const name = cleanFileName(`${'x'.repeat(400)}.tar.gz`)
    expect(name).toHaveLength(LONGEST_FILE_NAME)
    expect(name).toMatch(/^x+…\.gz$/)
    expect(cleanFileName(`a.${'y'.repeat(400)}`)).toHaveLength(LONGEST_FILE_NAME)
    expect(cleanFileName(`${'🔥'.repeat(300)}.png`)).toMatch(/🔥…\.png$/u)
    expect(cleanFileName(`x${'🔥'.repeat(300)}.png`).isWellFormed()).toBe(true)
  })

  test('stays as it is when it is cleaned again', () => {
    for (const given of ['a/b', 'x'.repeat(300), ' . ', 'a\u202eb', 'half \ud83d']) {
      const once = cleanFileName(given)
      expect(cleanFileName(once)).toBe(once)
    }
  })
})

test('[IR-04] sizes are told as people read them', () => {
  expect([0, 1, 999, 1000, 9949, 9951, 999_499, 999_500, 3_400_000, 10_485_760].map(sizeInWords)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 kB',
    '9.9 kB',
    '10 kB',
    '999 kB',
    '1.0 MB',
    '3.4 MB',
    '10 MB',
  ])
})
