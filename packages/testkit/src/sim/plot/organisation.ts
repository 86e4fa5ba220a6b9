// A random organisation: people, rotas, ladders and services, some of them broken the way real ones are.
import type { Grouping } from '@muster/core/incident/incident.ts'
import type { Directory, Person } from '@muster/core/page/directory.ts'
import type { Policy, Rung, Target } from '@muster/core/page/policy.ts'
import type { ContactRule } from '@muster/core/page/roster.ts'
import type { Override, Schedule } from '@muster/core/schedule/schedule.ts'
import { HOUR, MINUTE, type ChannelName, type Instant, type IntegrationId, type ServiceId, type UserId } from '@muster/core/vocabulary.ts'
import type { Dice } from './dice.ts'

export type Service = {
  id: ServiceId
  /** Several monitors may speak about one service; their keys are their own. */
  integrationIds: IntegrationId[]
  name: string
  policyIndex: number
  criticalPath: boolean
  /** `default`: what holds when nobody says anything. */
  grouping: Grouping | 'default'
}

export type Org = {
  version: number
  people: Person[]
  schedules: Schedule[]
  policies: Policy[]
  services: Service[]
  catchAll: Target[]
  /** The same people and rotas, as the rules want them. */
  directory: Directory
}

/** Zones without summer time, so that the oracle can do without a calendar. */
export const ZONES = { UTC: 0, 'Asia/Kathmandu': 345, 'America/Phoenix': -420, 'Asia/Tokyo': 540, 'America/Bogota': -300 } as const
export type Zone = keyof typeof ZONES
const zones = Object.keys(ZONES) as Zone[]

const names = ['Ann', 'Ben', 'Cyd', 'Dan', 'Eve']
const services = [
  'Checkout',
  'A name that is forty characters long, no',
  'Payment API',
  'Recommendations for the front page and for mail',
  'Ordering 🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒',
]

/** Puts the directory in step with the rest. */
export function organisation(of: Omit<Org, 'directory'>): Org {
  const { people, schedules, catchAll } = of
  const directory = {
    people: new Map(people.map((one) => [one.id, one])),
    schedules: new Map(schedules.map((one) => [one.id, one])),
    catchAll,
  }
  return { ...of, directory }
}

export function randomOrg(dice: Dice, from: Instant): Org {
  const people = names.slice(0, dice.int(2, 5)).map((name, index) => randomPerson(dice, name, index))
  const ids = people.map((one) => one.id)
  const schedules = Array.from({ length: dice.int(0, 2) }, (_, index) => randomSchedule(dice, { ids, from, index }))
  const policies = Array.from({ length: dice.int(1, 3) }, (_, index) => randomPolicy(dice, { ids, schedules }, index))
  return organisation({
    version: 1,
    people,
    schedules,
    policies,
    services: Array.from({ length: dice.int(1, 2) }, (_, index) => randomService(dice, index, policies.length)),
    catchAll: Array.from({ length: dice.int(0, 2) }, () => randomTarget(dice, { ids, schedules })),
  })
}

function randomPerson(dice: Dice, name: string, index: number): Person {
  const slug = name.toLowerCase()
  return {
    id: `user_${slug}`,
    slug,
    name,
    email: null,
    timeZone: dice.pick(zones),
    disabled: index > 0 && dice.chance(0.1),
    rules: randomRules(dice, slug),
  }
}

/** As they were when the first seeds were kept: one more, and every kept night would be another. */
const WAYS: readonly ChannelName[] = ['ntfy', 'email', 'webhook', 'console']

export function randomRules(dice: Dice, slug: string): ContactRule[] {
  const count = Number(dice.weigh({ 0: 1, 1: 4, 2: 4, 3: 2 }))
  const rules = Array.from({ length: count }, (_, index): ContactRule => {
    const channel = dice.pick(WAYS)
    return {
      contactId: `contact_${slug}-${dice.chance(0.8) ? index : 0}-${channel}`,
      channel,
      delayMinutes: dice.pick([0, 0, 0, 1, 2, 3, 12]),
    }
  })
  return rules.toSorted((a, b) => a.delayMinutes - b.delayMinutes)
}

export function randomSchedule(dice: Dice, { ids, from, index }: { ids: readonly UserId[]; from: Instant; index: number }): Schedule {
  const participants = Array.from({ length: dice.int(0, 3) }, () => dice.pick(ids))
  const handoff = dice.int(0, 23)
  const rotation = {
    every: 'day',
    length: dice.int(1, 2),
    handoffDay: 1,
    handoffTime: `${String(handoff).padStart(2, '0')}:${dice.pick(['00', '30'])}`,
    startsOn: '2026-01-01',
  } as const
  return {
    id: `schedule_${index}`,
    name: `Rota ${index}`,
    timeZone: dice.pick(zones),
    layers: [{ id: 'one', name: 'One', participants, rotation }],
    overrides: dice.chance(0.3) ? [randomOverride(dice, ids, from)] : [],
  }
}

function randomOverride(dice: Dice, ids: readonly UserId[], from: Instant): Override {
  const startsAt = from + dice.int(-60, 90) * MINUTE
  const somebody = () => (dice.chance(0.2) ? null : dice.pick(ids))
  return { id: 'cover', userId: somebody(), replaces: somebody(), startsAt, endsAt: startsAt + dice.int(10, 180) * MINUTE }
}

type Among = { ids: readonly UserId[]; schedules: readonly Schedule[] }

function randomTarget(dice: Dice, { ids, schedules }: Among): Target {
  // A rota that somebody has deleted since.
  if (dice.chance(0.03)) return { type: 'schedule', scheduleId: 'schedule_gone' }
  if (schedules.length === 0 || dice.chance(0.6)) return { type: 'person', userId: dice.pick(ids) }
  return { type: 'schedule', scheduleId: dice.pick(schedules).id }
}

export function randomPolicy(dice: Dice, among: Among, index: number): Policy {
  const rung = (): Rung => ({
    delayMinutes: dice.int(1, 6),
    targets: Array.from({ length: Number(dice.weigh({ 0: 1, 1: 8, 2: 6, 3: 3 })) }, () => randomTarget(dice, among)),
    require: dice.chance(0.3) ? 'all' : 'any',
  })
  return {
    id: `policy_${index}`,
    version: 1,
    name: `Ladder ${index}`,
    rungs: Array.from({ length: dice.int(1, 3) }, rung),
    repeat: dice.int(0, 2),
    ackTimeoutMinutes: dice.chance(0.6) ? dice.int(3, 30) : null,
    onExhausted: 'catch-all',
  }
}

function randomService(dice: Dice, index: number, policies: number): Service {
  const grouping = (): Service['grouping'] => {
    const windowMinutes = dice.int(1, 8)
    const by = dice.weigh({ key: 2, service: 2, labels: 2, default: 1 })
    if (by === 'default') return by
    if (by === 'key') return { by }
    return by === 'service' ? { by, windowMinutes } : { by, labels: ['region', 'tier'], windowMinutes }
  }
  return {
    id: `service_${index}`,
    integrationIds: [`integration_${index}a`, `integration_${index}b`],
    name: dice.pick(services),
    policyIndex: dice.int(0, policies - 1),
    criticalPath: dice.chance(0.3),
    grouping: grouping(),
  }
}

/** The start of a night: any hour of any day of a year. */
export function randomStart(dice: Dice): Instant {
  return Date.UTC(2026, 0, 5) + dice.int(0, 300 * 24) * HOUR + dice.int(0, 59) * MINUTE
}
