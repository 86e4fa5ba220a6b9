// Where the checkout is, and how the bootstrap speaks: short lines on stderr, so that stdout stays the program's own.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const say = (line) => process.stderr.write(`muster: ${line}\n`)

export class Failure extends Error {
  constructor(message, code = 1) {
    super(message)
    this.code = code
  }
}
