// Files that are to be added to an incident and are not there yet. They outlive the screen that shows them, so that a look elsewhere loses none.
import { LARGEST_FILE, sizeInWords } from '@muster/core/protocol/file.ts'
import { useSyncExternalStore } from 'react'
import { failureOf, Refusal } from '../../../api/failure.ts'
import { sendFile } from '../../../api/files.ts'

export type Unsent = {
  /** Of this try and every further one. */
  key: string
  file: File
  caption: string
  /** It may be there already, with this caption: under its key nothing else is sent. */
  isFixed: boolean
  /** From 0 to 1 while it goes; null while it waits. */
  progress: number | null
  error: unknown
}

const NONE: readonly Unsent[] = []
const waiting = new Map<string, readonly Unsent[]>()
const listeners = new Set<() => void>()

function put(incident: string, files: readonly Unsent[]): void {
  waiting.set(incident, files)
  for (const tell of listeners) tell()
}

const filesOf = (incident: string): readonly Unsent[] => waiting.get(incident) ?? NONE

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

export const useUnsentFiles = (incident: string): readonly Unsent[] => useSyncExternalStore(listen, () => filesOf(incident))

export function choose(incident: string, chosen: readonly File[]): void {
  const more = chosen.map((file): Unsent => ({ key: newKey(), file, caption: '', isFixed: false, progress: null, error: faultOf(file) }))
  put(incident, [...filesOf(incident), ...more])
}

// Also where the address is no https, and randomUUID is not there.
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Known before a byte of it is sent. */
function faultOf({ size }: File): Error | null {
  if (size > LARGEST_FILE)
    return refusal(
      `It has ${sizeInWords(size)}; a file has at most ${sizeInWords(LARGEST_FILE)}.`,
      'Add the piece of it that matters, or put it elsewhere and add a link.',
    )
  return size === 0 ? refusal('It is empty.', 'Choose another one.') : null
}

const refusal = (says: string, hint: string) => new Refusal({ kind: 'refused', says, hint, reason: 'not-sendable', faults: [] })

export const canBeSent = ({ file }: Unsent): boolean => faultOf(file) === null

export function change(incident: string, key: string, to: Partial<Unsent>): void {
  put(
    incident,
    filesOf(incident).map((one) => (one.key === key ? { ...one, ...to } : one)),
  )
}

export function leave(incident: string, key: string): void {
  put(
    incident,
    filesOf(incident).filter((one) => one.key !== key),
  )
}

/** What a try that failed leaves. */
export function failedWith(error: unknown): Partial<Unsent> {
  const { kind, reason } = failureOf(error)
  if (reason === 'idempotency-key-reused')
    return {
      key: newKey(),
      isFixed: false,
      progress: null,
      error: refusal(
        'It was sent once before, with other words.',
        'Look in the story: if it is there, leave it here, and put its words right there. If not, try again; it is then added anew.',
      ),
    }
  const mayBeThere = kind === 'away' || kind === 'fault' || reason === 'still-running'
  return { ...(mayBeThere && { isFixed: true }), progress: null, error }
}

type To = { org: string; incident: string; onAdded: () => unknown }

/** Gone from here once it is on the log; back as it was, with why, when it is not. */
export async function send({ org, incident, onAdded }: To, { key, file, caption }: Unsent): Promise<void> {
  change(incident, key, { progress: 0, error: null })
  try {
    await sendFile({ org, incident, file, caption: caption.trim(), key, onProgress: (progress) => change(incident, key, { progress }) })
    leave(incident, key)
    await onAdded()
  } catch (error) {
    change(incident, key, failedWith(error))
  }
}
