// Why a statement failed: the database is away, the data was refused, or our own statement is wrong. Only the first gets better by waiting.

// SQLSTATE classes: connection, resources, operator intervention, system error, rolled back, object not in its state, internal;
// then what the operating system says when nobody listens.
const AWAY = /^(08|53|57P|58|40|55000|55006|XX|25006|25P03|ECONN|EPIPE|ENOENT|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH)/
const AWAY_WORDS =
  /timeout exceeded when trying to connect|connection terminated|connection error|not queryable|after calling end|timeout expired|query read timeout/i

export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return AWAY.test(error.code)
  return AWAY_WORDS.test(error.message)
}

// Data exception, integrity violation, program limit (such as nesting too deep).
const REFUSED_DATA = /^(22|23|54)/

/**
 * Whether what was to be stored is at fault, or code that choked on it: setting it aside lets the rest go on. A statement that
 * PostgreSQL does not understand is at fault itself, as after a half-done upgrade: then everything waits, loudly, and nothing is set aside.
 */
export function isDataFault(error: unknown): boolean {
  if (isOutage(error)) return false
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return REFUSED_DATA.test(error.code) || !/^[0-9A-Z]{5}$/.test(error.code)
  return true
}
