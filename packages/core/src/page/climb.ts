// Which rung is next, and what happens when there is none: an empty rung is passed at once, an empty ladder wakes the catch-all.
import { afterMinutes } from '../hours/working.ts'
import type { Instant, UserId } from '../vocabulary.ts'
import type { Page, PageEffect, PageEvent, WhyEmpty } from './page.ts'
import { peopleBehind, type Roster } from './roster.ts'

/** `away`: somebody who was just called to another incident and is not called back at once. */
export type Moment = { now: Instant; roster: Roster; away?: UserId }
export type Place = { climb: number; pass: number; rung: number }
export type Steps = { events: PageEvent[]; effects: PageEffect[] }

/** Stands the page on the first rung at or after `from` where somebody can be woken. */
export function climbFrom(page: Page, from: Place, moment: Moment): Steps {
  const steps: Steps = { events: [], effects: [] }
  const passes = page.policy.repeat + 1
  for (const place of placesFrom(page, from, passes)) {
    if (enter(page, place, moment, steps)) return steps
  }
  const why = page.state === 'waiting' || (from.pass === 1 && from.rung === 0) ? 'nobody-reachable' : 'exhausted'
  return giveUp(page, { climb: from.climb, passes: Math.min(from.pass, passes), why }, moment, steps)
}

/**
 * The rest of this pass, then one whole pass more: a pass that finds nobody finds nobody again, and going round would only fill the log.
 * A page that starts above the first rung comes back to those it skipped before it gives up.
 */
function placesFrom(page: Page, from: Place, passes: number): Place[] {
  const rungs = page.policy.rungs.map((_, rung) => rung)
  const rest = from.pass > passes ? [] : rungs.slice(from.rung).map((rung) => ({ ...from, rung }))
  if (from.rung === 0) return rest
  if (page.state === 'waiting') return [...rest, ...rungs.slice(0, from.rung).map((rung) => ({ ...from, rung }))]
  return from.pass + 1 > passes ? rest : [...rest, ...rungs.map((rung) => ({ ...from, pass: from.pass + 1, rung }))]
}

/** The rung after the one stood on, in the next pass when the ladder has ended. */
export function placeAfter(page: Page): Place {
  const { climb, pass, rung } = page
  // Nobody could be called yet, so no rung was ever stood on.
  if (pass === 0) return { climb, pass: 1, rung: 0 }
  return rung + 1 < page.policy.rungs.length ? { climb, pass, rung: rung + 1 } : { climb, pass: pass + 1, rung: 0 }
}

function enter(page: Page, place: Place, { now, roster, away }: Moment, steps: Steps): boolean {
  const rung = page.policy.rungs[place.rung]
  if (rung === undefined) return false
  const named = peopleBehind(roster, rung.targets)
  const people = named.filter((userId) => userId !== away && roster.rules(userId).length > 0)
  if (people.length === 0) {
    steps.events.push({ type: 'page.rung-empty', at: now, ...place, why: whyEmpty(named, away) })
    return false
  }
  steps.events.push({
    type: 'page.rung-entered',
    at: now,
    ...place,
    people,
    nextAt: afterMinutes(page.policy.hours, now, rung.delayMinutes),
  })
  steps.effects.push(...deliveriesTo(page, people, `${place.climb}.${place.pass}.${place.rung}`, { now, roster }))
  return true
}

function whyEmpty(named: readonly UserId[], away: UserId | undefined): WhyEmpty {
  if (named.length === 0) return 'no-one-on-call'
  return away !== undefined && named.includes(away) ? 'called-away' : 'no-contact-method'
}

type GivingUp = { climb: number; passes: number; why: 'exhausted' | 'nobody-reachable' }

function giveUp(page: Page, { climb, passes, why }: GivingUp, moment: Moment, steps: Steps): Steps {
  const { now, roster } = moment
  steps.events.push({ type: 'page.exhausted', at: now, climb, passes })
  if (page.policy.onExhausted === 'note') return steps
  const people = [...new Set(roster.catchAll())].filter((userId) => roster.rules(userId).length > 0)
  steps.events.push({ type: 'page.unowned', at: now, climb, people, why })
  steps.effects.push(...deliveriesTo(page, people, `${climb}.catch-all`, moment))
  return steps
}

/** One delivery for each of a person's rules. The key says which page, climb, pass, rung, rule and contact it is: a repeat has the same. */
function deliveriesTo(page: Page, people: readonly UserId[], place: string, { now, roster }: Moment): PageEffect[] {
  return people.flatMap((userId) =>
    roster.rules(userId).map((rule, index) => ({
      type: 'deliver',
      key: `${page.id}:${place}:${index}:${rule.contactId}`,
      userId,
      rule,
      dueAt: afterMinutes(page.policy.hours, now, rule.delayMinutes),
      firstOfIncident: page.state === 'waiting' && rule.delayMinutes === 0,
    })),
  )
}
