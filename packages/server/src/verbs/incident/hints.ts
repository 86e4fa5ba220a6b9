// Why something cannot be done to an incident, as a sentence that says what to do instead.

const hints: Readonly<Record<string, string>> = {
  'already-acknowledged': 'Somebody has already answered. Nothing more is needed to stop the ladder.',
  'already-resolved': 'The incident is resolved.',
  'not-resolved': 'It is not over yet: resolve it first.',
  'already-closed': 'It is closed already.',
  'page-ended': 'This page is over.',
  'not-paged': 'This rung needs an answer from each person it called; you were not among them.',
  'too-many-open-questions':
    'So many of your questions wait already. Each is answered in its turn; the next update may answer several of them.',
  'answered-already': 'Somebody has answered it meanwhile. Look at the queue again.',
  'snooze-in-the-past': 'Choose a time to come.',
  'moved-on': 'The ladder has moved on since you looked. See who is being called now; press again to wake the next after them.',
  'nothing-to-escalate': 'This incident has paged nobody. Add a responder, or reassign it to a policy.',
}

export function hintOf(reason: string): string {
  return hints[reason] ?? 'Look at the incident again: it has changed.'
}
