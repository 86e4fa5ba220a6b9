// What somebody changes about the organisation in the middle of a night.
import type { Change } from '../engine/commands.ts'
import type { Dice } from './dice.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import { organisation, randomPolicy, randomRules, randomSchedule, type Org } from './organisation.ts'

export function randomChange(dice: Dice, org: Org, now: Instant): Change {
  const what = dice.weigh({ 'switch-off': 4, 'switch-on': 1, contacts: 2, policy: 4, move: 3, rota: 2, 'last-resort': 1 })
  const next = { ...org, version: org.version + 1 }
  const index = dice.int(0, org.people.length - 1)
  const ids = org.people.map((one) => one.id)
  switch (what) {
    case 'switch-off':
    case 'switch-on': {
      const disabled = what === 'switch-off'
      const gone = disabled ? org.people.filter((one, at) => at === index && !one.disabled).map((one) => one.id) : []
      const people = org.people.map((one, at) => (at === index ? { ...one, disabled } : one))
      return { what, org: organisation({ ...next, people }), gone, moved: [] }
    }
    case 'contacts': {
      const people = org.people.map((one, at) => (at === index ? { ...one, rules: randomRules(dice, one.slug) } : one))
      return { what, org: organisation({ ...next, people }), gone: [], moved: [] }
    }
    case 'policy': {
      const edited = dice.int(0, org.policies.length - 1)
      const policies = org.policies.map((one, at) =>
        at === edited ? { ...randomPolicy(dice, { ids, schedules: org.schedules }, at), version: one.version + 1 } : one,
      )
      return { what, org: organisation({ ...next, policies }), gone: [], moved: [] }
    }
    case 'move': {
      const moving = dice.pick(org.services)
      const policyIndex = dice.int(0, org.policies.length - 1)
      const services = org.services.map((one) => (one.id === moving.id ? { ...one, policyIndex } : one))
      return { what, org: organisation({ ...next, services }), gone: [], moved: policyIndex === moving.policyIndex ? [] : [moving.id] }
    }
    case 'rota': {
      const schedules = org.schedules.map((one, at) => (at === 0 ? randomSchedule(dice, { ids, from: now, index: at }) : one))
      return { what, org: organisation({ ...next, schedules }), gone: [], moved: [] }
    }
    case 'last-resort':
      return {
        what,
        org: organisation({ ...next, catchAll: ids.slice(index).map((userId) => ({ type: 'person', userId })) }),
        gone: [],
        moved: [],
      }
  }
}
