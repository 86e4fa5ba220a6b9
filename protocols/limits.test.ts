// Every role beside every action in every class of severity: who may is decided by the role alone, and whoever may not has a way out.
import { mayDo } from '@muster/core/protocol/may.ts'
import { RESPONSE_CLASSES } from '@muster/core/vocabulary.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packOf } from './packs.ts'

/** What a support engineer never has, whatever burns. */
const NEVER = [
  /^deploy|release|pipeline/,
  /^database\.(restart|schema|locks?|restore)/,
  /^(server|balancer|network)\./,
  /^(secret|key\.rotate)/,
]

describe.each(['handbook', 'four-level'])('%s', (name) => {
  const pack = packOf(name)
  const rows = pack.roles.flatMap(({ id: role }) =>
    pack.capabilities.flatMap((capability) => RESPONSE_CLASSES.map((of) => ({ role, capability, of }))),
  )

  test('[BX-07] [SC-01] role × action × severity: no severity gives anybody more than their role does', () => {
    expect(rows.length).toBe(pack.roles.length * pack.capabilities.length * RESPONSE_CLASSES.length)
    for (const { role, capability } of rows)
      expect(mayDo(capability, [role]), `${role} ${capability.id}`).toBe(capability.roles.includes(role))
  })

  test("[SC-01] what is somebody else's is never the support engineer's, and command does not make it the commander's", () => {
    for (const capability of pack.capabilities.filter((one) => one.class === 'C' || NEVER.some((never) => never.test(one.id)))) {
      expect(mayDo(capability, ['support']), capability.id).toBe(false)
      expect(mayDo(capability, []), capability.id).toBe(false)
      // To approve a risk or an emergency change is the commander's; to carry it out is not.
      if (NEVER.some((never) => never.test(capability.id)))
        expect(mayDo(capability, ['commander', 'communications', 'scribe']), capability.id).toBe(false)
    }
  })

  test("[SC-02] [WA-01] [WA-02] [WA-03] what can be undone without a restart is the support engineer's", () => {
    const own = pack.capabilities.filter((one) => mayDo(one, ['support'])).map(({ id }) => id)
    expect(own).toEqual(
      expect.arrayContaining([
        'config.timeout',
        'config.retries',
        'feature.off',
        'account.disable',
        'session.reset',
        'cache.clear',
        'rate.limit',
      ]),
    )
  })

  test('[BX-07] [SC-04] whoever may not has a way out: somebody who may, words to ask with, and something to try meanwhile', () => {
    for (const { id, holder, roles, template, instead } of pack.capabilities) {
      expect(roles, id).toContain(holder)
      expect(pack.templates[template], id).toMatch(/\{action\}/)
      expect(instead.length, id).toBeGreaterThan(0)
    }
  })

  test('[BX-07] no set of other roles adds up to what none of them may', () => {
    const ids = pack.roles.map(({ id }) => id)
    fc.assert(
      fc.property(fc.subarray(ids, { minLength: 1 }), fc.constantFrom(...pack.capabilities), (held, capability) => {
        expect(mayDo(capability, held)).toBe(held.some((role) => mayDo(capability, [role])))
      }),
    )
  })
})
