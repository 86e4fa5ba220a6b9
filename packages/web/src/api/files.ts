// Sends a file to an incident, and says how far it has come: the one request that a person watches on its way.
import { filePath, filesPath } from '@muster/contract/files.ts'
import { ORPCError } from '@orpc/client'
import { away, Refusal } from './failure.ts'

/** As long as the server waits for it. */
const PATIENCE_MS = 180_000

export type Sending = {
  org: string
  incident: string
  file: File
  caption: string
  /** The same for every try, so that a lost answer adds nothing twice. */
  key: string
  /** From 0 to 1. */
  onProgress: (part: number) => void
}

/** By XMLHttpRequest: fetch tells nobody how much of a body has gone. */
export function sendFile({ org, incident, file, caption, key, onProgress }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const query = new URLSearchParams({ name: file.name, ...(caption !== '' && { caption }) })
    request.open('POST', `${filesPath(incident)}?${query}`)
    request.timeout = PATIENCE_MS
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type)
    request.setRequestHeader('x-muster-org', org)
    request.setRequestHeader('idempotency-key', key)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    for (const lost of ['error', 'timeout', 'abort']) request.addEventListener(lost, () => reject(notThere))
    request.addEventListener('load', () => (request.status === 201 ? resolve() : reject(refusalOf(request))))
    request.send(file)
  })
}

const notThere = new Refusal({
  ...away('The server does not answer.'),
  hint: 'The file is still here. Try again once you are connected: it is not added twice.',
})

function refusalOf({ status, responseText }: XMLHttpRequest): Error {
  const said = Object(parsed(responseText)) as { message?: unknown; data?: unknown }
  return new ORPCError('REFUSED', { status, message: String(said.message ?? status), data: said.data })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Where a browser fetches it: a picture in a page has no header of ours, so the organisation stands in the address. */
export const fileAddress = (org: string, incident: string, seq: number): string =>
  `${filePath(incident, seq)}?${new URLSearchParams({ org })}`
