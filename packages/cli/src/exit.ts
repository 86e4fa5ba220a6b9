// How a command ends: the exit codes scripts may rely on, and the failures that carry them.

export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, unauthorised: 4 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command: what happened, and what to do about it. */
export class Failure extends Error {
  readonly code: ExitCode
  readonly hints: readonly string[]

  constructor(code: ExitCode, says: string, hints: readonly string[] = []) {
    super(says)
    this.name = 'Failure'
    this.code = code
    this.hints = hints
  }
}

export function usage(says: string, ...hints: string[]): Failure {
  return new Failure(EXIT.usage, says, hints)
}

export function refused(says: string, ...hints: string[]): Failure {
  return new Failure(EXIT.refused, says, hints)
}
