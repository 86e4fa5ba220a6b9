// The recorded words of real systems, kept beside the repository; absent in a bare checkout, where the tests that need them are skipped.
import { existsSync, readFileSync, readdirSync } from 'node:fs'

const home = new URL('../../../../../shared/payloads/', import.meta.url)

export const hasPayloads = existsSync(home)

export type Payload = { name: string; body: unknown }

/** Every JSON file of a folder whose name matches; a captured exchange gives its body. */
export function payloadsIn(folder: string, matching = /\.json$/): Payload[] {
  if (!hasPayloads) return []
  const names = readdirSync(new URL(`${folder}/`, home))
    .filter((name) => matching.test(name))
    .toSorted()
  return names.map((name) => ({ name: `${folder}/${name}`, body: payload(`${folder}/${name}`) }))
}

export function payload(path: string): unknown {
  const read: unknown = JSON.parse(readFileSync(new URL(path, home), 'utf8'))
  return isExchange(read) ? read.body : read
}

function isExchange(read: unknown): read is { request: unknown; body: unknown } {
  return typeof read === 'object' && read !== null && 'request' in read && 'body' in read
}
