// Two voices: short lines for the person who started the server, on stderr; JSON lines for machines, on stdout or in a file.
import { mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import pino, { type Logger } from 'pino'
import type { Settings } from './settings.ts'

export type Say = (line: string) => void

export function createSay(): Say {
  return (line) => void process.stderr.write(`muster: ${line}\n`)
}

/** At a terminal the JSON goes to a file in the data folder, so that the lines for people are not lost between it. */
export function createLog({ logLevel, dataFolder }: Pick<Settings, 'logLevel' | 'dataFolder'>): Logger {
  const options = { level: logLevel, base: null, formatters: { level: (label: string) => ({ level: label }) } }
  mkdirSync(dataFolder, { recursive: true })
  if (process.stdout.isTTY !== true) return pino(options, pino.destination({ dest: 1, sync: false }))
  return pino(options, pino.destination({ dest: openSync(path.join(dataFolder, 'muster.log'), 'a', 0o600), sync: false }))
}
