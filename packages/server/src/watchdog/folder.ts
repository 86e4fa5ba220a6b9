// What the watchdog keeps on disk, for its owner alone and whole or not at all: the on-call list, and the outage it is in.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Call } from '@muster/core/watch/calls.ts'
import type { Outage, Watch } from '@muster/core/watch/watch.ts'
import type { Secrets } from '../secrets.ts'
import { syncFolder } from '../store/embedded/folders.ts'
import { opened, signed } from './signed.ts'

/** Everything a watchdog must remember to go on where it was stopped. */
export type Memory = {
  watch: Watch
  /** The outage that `calls` are about; null when there is none. */
  outage: Outage | null
  /** When that outage was over; null while it lasts. */
  endedAt: Instant | null
  calls: Call[]
}

export type KeptFolder = {
  readList: () => string | null
  keepList: (raw: string) => void
  readMemory: (secrets: Secrets) => Memory | 'nothing' | 'altered'
  keepMemory: (secrets: Secrets, memory: Memory) => void
  forget: () => void
}

const FORMAT = 1

export function keptFolder(folder: string): KeptFolder {
  const [list, outage] = [path.join(folder, 'snapshot.json'), path.join(folder, 'outage.json')]
  return {
    readList: () => (existsSync(list) ? readFileSync(list, 'utf8') : null),
    keepList: (raw) => writeWhole(list, raw),
    readMemory: (secrets) => {
      if (!existsSync(outage)) return 'nothing'
      const found = opened(secrets, 'watchdog-outage', readFileSync(outage, 'utf8'))
      if (!found.ok) return 'altered'
      const { format, ...memory } = JSON.parse(found.text) as Memory & { format: number }
      return format === FORMAT ? memory : 'altered'
    },
    keepMemory: (secrets, memory) => writeWhole(outage, JSON.stringify(signed(secrets, 'watchdog-outage', { format: FORMAT, ...memory }))),
    forget: () => rmSync(outage, { force: true }),
  }
}

function writeWhole(file: string, text: string): void {
  const next = `${file}.next`
  rmSync(next, { force: true })
  const descriptor = openSync(next, 'wx', 0o600)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(next, file)
  syncFolder(path.dirname(file))
}
