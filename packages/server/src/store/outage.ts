// Is the database away, or did it refuse this very statement? Only the first gets better by waiting.

// SQLSTATE classes: connection, resources, operator intervention, system error, rolled back, object not in its state, internal;
// then what the operating system says when nobody listens.
const AWAY = /^(08|53|57|58|40|55|XX|25006|ECONN|EPIPE|ENOENT|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH)/
const AWAY_WORDS =
  /timeout exceeded when trying to connect|connection terminated|connection error|not queryable|after calling end|timeout expired/i

export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return AWAY.test(error.code)
  return AWAY_WORDS.test(error.message)
}
