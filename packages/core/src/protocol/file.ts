// A file that somebody puts on an incident's log: what it may be called, how large it may be, and which pictures may be shown.

/** In bytes. A photograph from a phone fits, and so does what somebody cuts out of a log. */
export const LARGEST_FILE = 10_000_000
/** In bytes, of all files of one incident together. */
export const MOST_OF_INCIDENT = 200_000_000
/** In UTF-16 units, with its ending. */
export const LONGEST_FILE_NAME = 255
const LONGEST_ENDING = 20

/** What a picture's first bytes say it is. No kind is among them that can hold a script: SVG is a document, not a picture. */
const PICTURES: readonly (readonly [mediaType: string, is: (head: Uint8Array) => boolean])[] = [
  ['image/png', (head) => has(head, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', (head) => has(head, 0, [0xff, 0xd8, 0xff])],
  ['image/gif', (head) => has(head, 0, [...letters('GIF87a')]) || has(head, 0, [...letters('GIF89a')])],
  ['image/webp', (head) => has(head, 0, letters('RIFF')) && has(head, 8, letters('WEBP'))],
]

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const has = (head: Uint8Array, from: number, wanted: readonly number[]): boolean =>
  wanted.every((byte, index) => head[from + index] === byte)

/** By its first bytes, whatever it calls itself; null when it is no picture that may be shown. */
export const pictureTypeOf = (head: Uint8Array): string | null => PICTURES.find(([, is]) => is(head))?.[0] ?? null

/** The type that stands on the log: of a picture what it is, of anything else what it calls itself, unless it claims to be such a picture. */
export function mediaTypeOf(head: Uint8Array, claimed: string | null): string {
  const type = (claimed ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const isOne = /^[a-z]{1,30}\/[a-z0-9][a-z0-9.+-]{0,70}$/.test(type) && !isPicture(type)
  return pictureTypeOf(head) ?? (isOne ? type : 'application/octet-stream')
}

export const isPicture = (mediaType: string): boolean => PICTURES.some(([one]) => one === mediaType)

/**
 * The last part of a path, without what cannot be seen: control characters, line ends, and marks that turn the direction of what is read,
 * with which a program passes for a picture. One that is too long loses its middle, not its ending. Never empty.
 */
export function cleanFileName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const seen = last
    .replaceAll(/\p{White_Space}/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim()
  if (/^\.*$/.test(seen)) return 'file'
  if (seen.length <= LONGEST_FILE_NAME) return seen
  const ending = /\.[^. ]+$/.exec(seen)?.[0] ?? ''
  const kept = ending.length <= LONGEST_ENDING ? ending : ''
  return `${seen.slice(0, LONGEST_FILE_NAME - kept.length - 1).replace(/[\ud800-\udbff]$/, '')}…${kept}`
}

/** "3.4 MB": as people read sizes, in powers of 1000. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const [unit, size] = bytes < 999_500 ? ['kB', bytes / 1000] : ['MB', bytes / 1_000_000]
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`
}
