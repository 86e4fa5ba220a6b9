// A working calendar: when a team is at work, in its own zone. Nouns only; the arithmetic is in working.ts.

export type Hours = {
  /** IANA name; all local times below are in it. */
  timeZone: string
  /** When work is done. A break at noon is two of these for the same days. */
  week: readonly WorkingTime[]
  /** Local dates (YYYY-MM-DD) on which nobody works. */
  holidays: readonly string[]
}

export type WorkingTime = {
  /** ISO weekdays, Monday is 1. */
  days: readonly number[]
  /** HH:MM local time. */
  from: string
  /** HH:MM local time, later the same day; 24:00 is the end of it. */
  to: string
}

/** Somebody is always at work; what a calendar that cannot be read is taken for, because a clock that never runs would lose what waits for it. */
export const ALWAYS: Hours = { timeZone: 'UTC', week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], holidays: [] }
