// Four seconds in, four seconds out, counted down, so that it can be followed without any motion.
const SECONDS = 4

export function breathAt(second: number): { words: string; breaths: number } {
  const within = second % (2 * SECONDS)
  const breaths = Math.floor(second / (2 * SECONDS))
  return within < SECONDS
    ? { words: `Breathe in, ${SECONDS - within}`, breaths }
    : { words: `Breathe out, ${2 * SECONDS - within}`, breaths }
}
