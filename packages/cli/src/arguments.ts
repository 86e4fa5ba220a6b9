// Arguments as people type them, read into what commands work with; a wrong one is a usage error at once.
import { InvalidArgumentError } from 'commander'

/** "12" and "#12" both mean incident 12. */
export function readIncident(text: string): string {
  const id = text.replace(/^#/, '')
  if (!/^[A-Za-z0-9_]{1,80}$/.test(id)) throw new InvalidArgumentError('Give the number of an incident, such as 12.')
  return id
}

export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`)
    return value
  }
}

/** Collects repeated --label name=value. */
export function readLabel(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write a label as name=value.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}
