// Words that reach a page they may not concern: a page that is over, the wrong person, the wrong rung, an old number.
import type { Page, PageCommand } from '@muster/core/page/page.ts'
import { MINUTE, type Instant } from '@muster/core/vocabulary.ts'
import type { Dice } from './dice.ts'
import type { Org } from './organisation.ts'
import { actorOf } from './people.ts'

export function strayFor(dice: Dice, org: Org, page: Page, now: Instant): PageCommand {
  const by = actorOf(org, dice.pick(org.people).id)
  // Mostly one of those it calls, whatever has become of their call.
  const userId = dice.pick(
    page.calls.length === 0 || dice.chance(0.2) ? org.people.map((one) => one.id) : page.calls.map((one) => one.userId),
  )
  const type = dice.weigh({
    elapsed: 4,
    said: page.state === 'ended' ? 8 : 0,
    undeliverable: 3,
    'remove-person': 2,
    'change-policy': 2,
    end: 1,
    start: 1,
  })
  switch (type) {
    case 'elapsed':
      return elapsed(dice, page)
    case 'said':
      return said(dice, { by, now })
    case 'undeliverable': {
      const { climb, pass, rung } = page
      const elsewhere = dice.pick([{}, {}, { climb: climb - 1 }, { pass: pass - 1 }, { rung: rung + 1 }])
      return { type, userId, climb, pass, rung, ...elsewhere }
    }
    case 'remove-person':
      return { type, userId }
    case 'change-policy': {
      const policy = dice.pick(org.policies)
      const from = dice.chance(0.5) ? 'first-rung' : 'same-rung'
      return { type, policy: dice.chance(0.5) ? { ...policy, rungs: [] } : policy, by, from }
    }
    case 'end':
      return { type, by, reason: 'resolved' }
    case 'start':
      return { type, skipRungs: 0 }
  }
}

/** Of another kind than the page waits for, or of an older number: never its own timer before its time. */
function elapsed(dice: Dice, { state, epoch }: Page): PageCommand {
  const own = {
    climbing: 'rung-elapsed',
    acknowledged: 'acknowledgement-elapsed',
    snoozed: 'snooze-elapsed',
    waiting: '',
    exhausted: '',
    ended: '',
  }[state]
  const type = dice.pick(['rung-elapsed', 'acknowledgement-elapsed', 'snooze-elapsed'] as const)
  return { type, epoch: type === own ? epoch - dice.int(1, 3) : epoch }
}

function said(dice: Dice, { by, now }: { by: ReturnType<typeof actorOf>; now: Instant }): PageCommand {
  const type = dice.pick(['acknowledge', 'escalate', 'ask-for-help', 'decline', 'snooze'] as const)
  return type === 'snooze' ? { type, by, until: now + dice.int(-1, 5) * MINUTE } : { type, by }
}

/** What may be said to a page before its first rung. */
export function randomRehearsal(dice: Dice, org: Org): { policyIndex: number; command: PageCommand } {
  const by = actorOf(org, dice.pick(org.people).id)
  const command = dice.chance(0.5) ? ({ type: 'start', skipRungs: dice.int(0, 5) } as const) : said(dice, { by, now: 0 })
  return { policyIndex: dice.int(0, org.policies.length - 1), command }
}
