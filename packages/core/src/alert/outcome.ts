// What became of a signal, in one sentence.

const says: Readonly<Record<string, string>> = {
  opened: 'Opened the alert.',
  silenced: 'Opened the alert; a silence held its page back.',
  counted: 'A repeat: it was counted.',
  resolved: 'Closed the alert.',
  acknowledged: 'The monitor said that somebody has it: the ladder stopped.',
  'no-open-alert': 'Nothing was open under this key: it was remembered for five minutes.',
  'closed-before-open': 'Its end had come before it: opened and closed at once, paged nobody.',
  'stale-resolve': 'It ended an earlier alert of the same key: this one stays open.',
}

export function outcomeSays(outcome: string): string {
  return says[outcome] ?? `Decided: ${outcome.replaceAll('-', ' ')}.`
}
