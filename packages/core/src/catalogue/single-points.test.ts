// Each thing that hangs on one person or one thing is found, told in a sentence, and pointed to; what does not, is not.
import { describe, expect, it } from 'vitest'
import type { Directory, Person } from '../page/directory.ts'
import { ann, ben, cyd, person, policy, rules } from '../page/fixture.ts'
import type { Target } from '../page/policy.ts'
import { instant, layer, schedule } from '../schedule/fixture.ts'
import type { UserId } from '../vocabulary.ts'
import type { Estate, Kept } from './estate.ts'
import { singlePoints } from './single-points.ts'

const named = (id: UserId, name: string, of: Partial<Person> = {}): [UserId, Person] => [
  id,
  { id, slug: name.toLowerCase(), name, email: null, timeZone: 'UTC', disabled: false, rules: rules(id), ...of },
]
const people = new Map([named(ann, 'Ann'), named(ben, 'Ben'), named(cyd, 'Cyd', { rules: [] })])
const directory = (of: Partial<Directory> = {}): Directory => ({ people, schedules: new Map(), catchAll: [], ...of })
const kept = (name: string, of: Partial<Kept> = {}): Kept => ({
  id: `service_${name}`,
  name,
  policyId: 'policy_checkout',
  criticalPath: false,
  dependsOn: [],
  external: false,
  fallback: null,
  ...of,
})
const ladder = (targets: Target[], calls: readonly string[] = []) =>
  new Map([
    [
      'policy_checkout' as const,
      { ...policy({ rungs: targets.map((to) => ({ delayMinutes: 5, targets: [to], require: 'any' as const })) }), calls },
    ],
  ])
const both = ladder([person(ann), person(ben)])
const pack: Estate['pack'] = {
  roles: [{ id: 'commander', name: 'Commander', does: '', owes: [], never: [] }],
  sets: { 'commander-always': { crisis: ['commander', 'support'], major: ['commander'], standard: [], 'business-hours': [] } },
}
const now = instant('2026-03-09T10:00Z')
const found = (of: Partial<Estate>) =>
  singlePoints({ services: [kept('Checkout')], policies: both, roles: {}, directory: directory(), pack, ...of }, now)
const said = (of: Partial<Estate>) => found(of).map(({ says }) => says)

describe('[RC-06] before it hurts', () => {
  it('nothing is said where two people can be called and nothing stands on anything', () => {
    expect(found({})).toEqual([])
  })

  it('one person on every rung is one risk, whatever is called by that ladder', () => {
    const services = [kept('Checkout', { criticalPath: true }), kept('Login'), kept('Mail'), kept('Search'), kept('Stock')]
    expect(found({ services, policies: ladder([person(ann), person(ann), person(cyd)]) })).toEqual([
      {
        kind: 'one-person',
        isCritical: true,
        says: 'Ann alone can be called for Checkout, Login, Mail and 2 more.',
        mend: 'Put a second person on Checkout, and let them practise together.',
        place: { kind: 'policy', id: 'policy_checkout' },
      },
    ])
  })

  it('everybody whose turn it ever is counts, and who cannot be reached does not', () => {
    const rota = schedule('UTC', [layer({ participants: [ann, ben] })])
    const schedules = new Map([[rota.id, rota]])
    const policies = ladder([{ type: 'schedule', scheduleId: rota.id }])
    expect(said({ policies, directory: directory({ schedules }) })).toEqual([])
    expect(said({ policies: ladder([person(cyd)]) })).toEqual(['Nobody on the ladder of Checkout can be called.'])
  })

  it('a vendor without a fallback is told, and one with is not', () => {
    const vendor = kept('Payments', { external: true })
    expect(said({ services: [vendor] })).toEqual(['Somebody else runs Payments, and nothing takes over when it fails.'])
    expect(said({ services: [{ ...vendor, fallback: 'The second provider' }] })).toEqual([])
  })

  it('what the critical path stands on needs a fallback too, and comes first', () => {
    const database = kept('Database')
    const shop = kept('Shop', { criticalPath: true, dependsOn: [database.id] })
    const policies = ladder([person(ann)])
    expect(found({ services: [shop, database], policies }).map(({ kind, isCritical }) => [kind, isCritical])).toEqual([
      ['one-person', true],
      ['no-fallback', true],
    ])
    expect(said({ services: [shop, database] })).toEqual([
      'Nothing takes over when Database fails. Shop, on the critical path, cannot do without it.',
    ])
    expect(said({ services: [{ ...shop, criticalPath: false }, database] })).toEqual([])
  })

  it('a role that a policy calls and nobody is on call for is told, and so is one that is only ever one person’s', () => {
    const policies = ladder([person(ann), person(ben)], ['commander-always'])
    expect(said({ policies })).toEqual(['Checkout would call for Commander, and nobody is on call for it.'])
    expect(said({ policies, roles: { commander: [person(ben)] } })).toEqual(['Ben alone is on call for Commander.'])
    expect(said({ policies, roles: { commander: [person(ben), person(ann)] } })).toEqual([])
  })

  it('a gap within fourteen days is told in the zone of its schedule, and only where somebody counts on it', () => {
    const rota = schedule(
      'Europe/Lisbon',
      [layer({ participants: [ann, ben] })],
      [{ id: 'away', userId: null, replaces: null, startsAt: instant('2026-03-14T09:00Z'), endsAt: instant('2026-03-15T09:00Z') }],
    )
    const of = { directory: directory({ schedules: new Map([[rota.id, rota]]) }) }
    expect(said(of)).toEqual([])
    const policies = ladder([{ type: 'schedule', scheduleId: rota.id }, person(ann)])
    expect(said({ ...of, policies })).toEqual(['Checkout has nobody from Sat 09:00 to Sun 09:00, in Europe/Lisbon.'])
  })
})
