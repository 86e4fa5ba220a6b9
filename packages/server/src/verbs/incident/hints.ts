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
  'same-incident': 'That is this incident itself. Name another one.',
  'test-with-real': 'One of them is a test: it touches nothing real.',
  'private-with-open': 'One of them is private, and the log of each would tell of the other. Make both private, or open both to all.',
  'already-private': 'It is private already.',
  'open-to-all': 'It is open to all who may read incidents.',
  'linked-to-others':
    'It is linked with others, and their logs tell of it. Take those links away first; what stands on the other logs stays there.',
  'linked-with-private': 'It is linked with another private one. Whoever sees both takes that link away first, or an administrator does.',
  'in-the-circle': 'They see it already.',
  'not-in-the-circle': 'They do not see it as it is.',
  yourself: 'What you write down yourself draws you in again. Somebody else who sees it can take you out.',
  'has-a-part': 'They have a role in it or are being called for it. Give that to somebody else first.',
  'already-linked': 'These two are linked already. Take that link away first.',
  'already-a-part': 'It is a part of another incident already. Take that link away first.',
  'is-an-umbrella': 'Others are parts of it. Link them to the other one first, each by itself.',
  'umbrella-is-a-part': 'That one is itself a part. Link it to the umbrella of that one.',
  'umbrella-resolved': 'That one is resolved, so nobody commands it any more.',
  'not-linked': 'These two are not linked.',
  'merged-for-good': 'One of them was merged into the other. That is not undone: declare a new incident.',
  'target-resolved': 'That one is resolved. Merge the other way round, or link the two.',
  'has-parts': 'Others are parts of it. Link them to the other one first.',
  'not-there': 'This person has no role in that incident, so there is nothing to give back. Let them take the role where they are needed.',
  'role-moved-on': 'That has changed since you looked. If it is still to be, press again.',
  'nothing-to-escalate': 'This incident has paged nobody. Add a responder, or reassign it to a policy.',
}

export function hintOf(reason: string): string {
  return hints[reason] ?? 'Look at the incident again: it has changed.'
}
