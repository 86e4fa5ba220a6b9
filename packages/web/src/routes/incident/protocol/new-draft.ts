// A draft is taken once, when its form opens: what is read is what is sent. When it would read otherwise by now, the new one may be had.

const TIME = /\b\d{1,2}:\d{2}\b/g

/** Null when it reads as it did. Drafts name the next word's time: that alone moves on by itself. */
export function newDraftSays(taken: string, fresh: string): string | null {
  if (taken === fresh) return null
  const isTimeOnly = taken.replaceAll(TIME, '') === fresh.replaceAll(TIME, '')
  return isTimeOnly ? 'Its times have moved on: take the new draft' : 'What is known has changed: take the new draft'
}
