// Planted mistakes that no night can see, each with the reason: they change nothing, or nothing that a night can reach.
import { lineOf } from './hunt.ts'
import type { Mutant } from './plant.ts'

export type Excuse = {
  file: string
  /** The source line it begins on. */
  line: string
  /** `was → is`, blanks made single; or every change that begins on that line. */
  changes: readonly string[] | 'all'
  why: string
}

const same = 'it changes nothing'
const unreachable = 'no night comes there; a test beside the code does'
const calledAway = `${unreachable}: nobody is moved between incidents of one night`
const rolesCalled = `${unreachable}: no night calls anybody for a role`
const atWork = `${unreachable}: no night knows when anybody works`
const atTheDoor = 'a limit of what is let in: the intake and the contract are asked, not the rules of a night'

export const excused: readonly Excuse[] = [
  {
    file: 'alert/decide.ts',
    line: 'const older = open.sender === signal.sender && open.eventAt !== null && signal.eventAt !== null && signal.eventAt < open.eventAt',
    changes: ['open.sender === signal.sender && open.eventAt !== null → open.sender === signal.sender'],
    why: `${same}: no time is smaller than null`,
  },
  {
    file: 'alert/decide.ts',
    line: 'if (early === null || early.eventAt === null || signal.eventAt === null) return false',
    changes: ['early === null || early.eventAt === null → early === null'],
    why: `${same}: no time is smaller than null`,
  },
  { file: 'alert/signal.ts', line: 'export const SUMMARY_LIMIT = 1024', changes: 'all', why: atTheDoor },
  { file: 'alert/signal.ts', line: 'export const KEY_LIMIT = 255', changes: 'all', why: atTheDoor },
  {
    file: 'incident/handle.ts',
    line: "if (incident.status === 'resolved') return 'resolved'",
    changes: ["incident.status === 'resolved' → false", "'resolved' → 'snooze'", "'resolved' → incident.status"],
    why: `${unreachable}: a resolved incident has no page that could make it anything else`,
  },
  {
    file: 'incident/handle.ts',
    line: "const ladder = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')",
    changes: ['find → findLast'],
    why: `${same}: an incident has one ladder that is not over`,
  },
  {
    file: 'incident/handle.ts',
    line: 'if (told.length === 0 && refused !== null) return refuse(refused)',
    changes: ['told.length === 0 && refused !== null → told.length === 0'],
    why: `${same}: a page either takes a command or gives a reason`,
  },
  {
    file: 'incident/handle.ts',
    line: 'const after = pages.map((page) => told.find((change) => change.page.id === page.id)?.page ?? page)',
    changes: ['find → findLast'],
    why: `${same}: each page is told once`,
  },
  {
    file: 'incident/handle.ts',
    line: "return by.type === 'user' && page.calls.some((call) => call.userId === by.id)",
    changes: ["by.type === 'user' && page.calls.some((call) => call.userId === by.id) → page.calls.some((call) => call.userId === by.id)"],
    why: `${same}: only people have an id to be called by`,
  },
  {
    file: 'incident/route.ts',
    line: 'if (previous !== null && previous.resolvedAt !== null && now <= comesBackUntil(previous.resolvedAt, previous.watchedUntil))',
    changes: ['previous !== null && previous.resolvedAt !== null → previous !== null'],
    why: `${unreachable}: a resolved incident knows since when`,
  },
  {
    file: 'incident/route.ts',
    line: 'return `labels:${JSON.stringify(grouping.labels.map((label) => signal.labels[label]?.slice(0, LABEL_HEAD) ?? null))}`',
    changes: ['signal.labels[label]?.slice(0, LABEL_HEAD) ?? null → signal.labels[label]?.slice(0, LABEL_HEAD)'],
    why: `${same}: in a list JSON writes null for what is missing`,
  },
  {
    file: 'incident/severity.ts',
    line: 'return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b',
    changes: ['SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) → SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b)'],
    why: `${same}: of two alike either will do`,
  },
  {
    file: 'page/climb.ts',
    line: 'if (from.rung === 0) return rest',
    changes: ['rest → [...rest, ...rungs.slice(0, from.rung).map((rung) => ({ ...from, rung }))]'],
    why: `${same}: below the first rung there is none`,
  },
  {
    file: 'page/climb.ts',
    line: 'if (pass === 0) return { climb, pass: 1, rung: 0 }',
    changes: ['{ climb, pass: 1, rung: 0 } → { pass: 1, rung: 0 }'],
    why: `${same}: whoever asks has another climb in mind`,
  },
  {
    file: 'page/climb.ts',
    line: 'if (rung === undefined) return false',
    changes: ['rung === undefined → false', 'false → true'],
    why: `${unreachable}: only rungs that are there are tried`,
  },
  {
    file: 'page/decide.ts',
    line: 'const rung = Math.max(0, Math.min(skipRungs, page.policy.rungs.length - 1))',
    changes: ['0 → -1'],
    why: `${unreachable}: nobody skips less than nothing`,
  },
  {
    file: 'page/decide.ts',
    line: "const heldByThem = page.state === 'acknowledged' && page.by.type === 'user' && page.by.id === userId",
    changes: ["page.state === 'acknowledged' && page.by.type === 'user' → page.state === 'acknowledged'"],
    why: `${same}: only people have an id`,
  },
  {
    file: 'page/decide.ts',
    line: "{ type: 'page.policy-changed', at: moment.now, by: command.by, policy: command.policy, ...recounted(page, command.policy, moment) },",
    changes: [
      "{ type: 'page.policy-changed', at: moment.now, by: command.by, policy: command.policy, ...recounted(page, command.policy, moment) } → { type: 'page.policy-changed', at: moment.now, by: command.by, policy: command.policy }",
    ],
    why: atWork,
  },
  {
    file: 'page/decide.ts',
    line: "if (page.state !== 'acknowledged' || page.policy.hours === undefined || policy.hours !== undefined) return {}",
    changes: [
      "page.state !== 'acknowledged' || page.policy.hours === undefined || policy.hours !== undefined → page.state !== 'acknowledged' || page.policy.hours === undefined",
      "page.state !== 'acknowledged' || page.policy.hours === undefined → page.policy.hours === undefined",
      "page.state !== 'acknowledged' → page.state === 'acknowledged'",
      "'acknowledged' → 'acknowledgement-elapsed'",
      'policy.hours !== undefined → policy.hours === undefined',
    ],
    why: atWork,
  },
  { file: 'page/decide.ts', line: 'return { nextAt: untilForgotten(policy, now) }', changes: 'all', why: atWork },
  {
    file: 'page/evolve.ts',
    line: "if (page.state !== 'acknowledged' || event.nextAt === undefined) return { ...page, policy: event.policy }",
    changes: [
      "page.state !== 'acknowledged' || event.nextAt === undefined → event.nextAt === undefined",
      "page.state !== 'acknowledged' → page.state === 'acknowledged'",
      "'acknowledged' → 'climbing'",
    ],
    why: atWork,
  },
  {
    file: 'page/evolve.ts',
    line: 'return { ...page, policy: event.policy, nextAt: event.nextAt, epoch: page.epoch + 1 }',
    changes: 'all',
    why: atWork,
  },
  {
    file: 'page/directory.ts',
    line: 'rules: (userId) => directory.people.get(userId)?.rules ?? [],',
    changes: ['directory.people.get(userId)?.rules ?? [] → directory.people.get(userId)?.rules'],
    why: `${unreachable}: only people the organisation knows are asked for`,
  },
  ...[
    'epoch: page.epoch + 1,',
    "return { ...common(page), state: 'snoozed', by: event.by, nextAt: event.until, epoch: page.epoch + 1, unowned: false }",
    "return { ...common(page), state: 'exhausted', nextAt: null, climb: event.climb, epoch: page.epoch + 1 }",
    "return { ...common(page), state: 'ended', nextAt: null, epoch: page.epoch + 1 }",
  ].map((line) => ({ file: 'page/evolve.ts', line, changes: ['1 → 2'], why: `${same}: a timer is known by another number, whichever` })),
  {
    file: 'page/evolve.ts',
    line: "calls: event.by.type === 'user' ? mark(page.calls, event.by.id, 'acknowledged') : page.calls,",
    changes: [
      "event.by.type === 'user' ? mark(page.calls, event.by.id, 'acknowledged') : page.calls → (mark(page.calls, event.by.id, 'acknowledged'))",
    ],
    why: `${same}: only people have an id to be marked by`,
  },
  {
    file: 'page/evolve.ts',
    line: "return event.by.type === 'user' ? { ...page, calls: mark(page.calls, event.by.id, 'declined') } : page",
    changes: [
      "event.by.type === 'user' ? { ...page, calls: mark(page.calls, event.by.id, 'declined') } : page → ({ ...page, calls: mark(page.calls, event.by.id, 'declined') })",
    ],
    why: `${same}: only people have an id to be marked by`,
  },
  {
    file: 'page/message.ts',
    line: "if (limit <= 1) return '…'.slice(0, Math.max(0, limit))",
    changes: [
      'limit <= 1 → false',
      'limit <= 1 → limit < 1',
      '1 → 2',
      '1 → 0',
      "'…'.slice(0, Math.max(0, limit)) → '…'",
      "'…'.slice(0, Math.max(0, limit)) → `${text.slice(0, end)}…`",
      'max → min',
      '0 → 1',
      '0 → -1',
    ],
    why: `${unreachable}: a message always leaves its title more room than that`,
  },
  ...[
    'return callAway(page, command, moment)',
    "if (page.state === 'ended' || page.state === 'waiting') return refuse(page.state === 'ended' ? 'page-ended' : 'not-started')",
    "events: [{ type: 'page.person-removed', at: moment.now, userId, by, to }],",
    'const without = { ...moment, away: userId }',
    "const isAnswered = page.state === 'acknowledged' || page.state === 'snoozed'",
    'return accept(page, steps, (after) => (isAnswered ? climbFrom(after, onward(page), without) : climbIfAlone(after, without)))',
  ].map((line): Excuse => ({ file: 'page/decide.ts', line, changes: 'all', why: calledAway })),
  {
    file: 'page/climb.ts',
    line: "return away !== undefined && named.includes(away) ? 'called-away' : 'no-contact-method'",
    changes: [
      'away !== undefined && named.includes(away) → away !== undefined',
      'away !== undefined && named.includes(away) → away !== undefined || named.includes(away)',
      'away !== undefined → away === undefined',
      'away !== undefined && named.includes(away) → named.includes(away)',
      "away !== undefined && named.includes(away) ? 'called-away' : 'no-contact-method' → ('no-contact-method')",
    ],
    why: calledAway,
  },
  {
    file: 'page/policy.ts',
    line: "rungs: targets.map((target) => ({ delayMinutes, targets: [target], require: 'any' })),",
    changes: 'all',
    why: rolesCalled,
  },
  ...['const head = `#${number} ${clip(service, 40)}: `', 'return head + clip(title, TITLE_LIMIT - head.length)'].map((line): Excuse => ({
    file: 'page/message.ts',
    line,
    changes: 'all',
    why: `${unreachable}: no night reads the subject of a mail`,
  })),
  { file: 'page/policy.ts', line: 'export const MAX_RUNGS = 20', changes: 'all', why: atTheDoor },
  { file: 'page/policy.ts', line: 'export const MAX_REPEAT = 9', changes: 'all', why: atTheDoor },
]

const flat = (text: string) => text.replace(/\s+/g, ' ').trim()

export function excuseFor(mutant: Mutant): Excuse | null {
  const line = lineOf(mutant)
  const change = `${flat(mutant.was)} → ${flat(mutant.is)}`
  return (
    excused.find((one) => one.file === mutant.file && one.line === line && (one.changes === 'all' || one.changes.includes(change))) ?? null
  )
}
