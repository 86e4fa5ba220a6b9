// Whom the words of an incident point to, and what each of them needs to know before they are asked: the shipped packs, one by one.
import { fold, NOTHING } from '@muster/core/protocol/facts.ts'
import { askedBack, pointedTo } from '@muster/core/protocol/packet.ts'
import { describe, expect, test } from 'vitest'
import { packOf } from './packs.ts'

/** What everybody needs to know, whoever they are. */
const COMMON = ['problem', 'context', 'evidence', 'urgency', 'offer', 'respond-by']

const CASES = [
  {
    id: 'database',
    role: 'dba',
    own: 'errors-and-tables',
    words: [
      'Slow queries on orders',
      'FATAL: too many connections for role',
      'lock timeout on invoices',
      'disk full on db-2',
      'replication lag is 40 s',
    ],
    vague: 'database error',
    exact: 'ERROR 1205 on orders and order_items',
    silent: ['The page is white', 'Checkout fails for some'],
  },
  {
    id: 'infrastructure',
    role: 'sre',
    own: 'servers-and-utilisation',
    words: [
      'High CPU on several servers',
      'network unreachable from zone b',
      'The load balancer answers 502 bad gateway',
      'autoscaling stopped',
      'DNS: no such host',
    ],
    vague: 'all servers',
    exact: 'web-1 to web-4, CPU 97 to 99 %',
    silent: ['Patients of the kidneys ward cannot sign in'],
  },
  {
    id: 'development',
    role: 'development',
    own: 'reproduction-and-environment',
    words: [
      'wrong total in the basket',
      'We should revert to an earlier version',
      'after the configuration release',
      'memory leak, the heap grows',
      'this needs a refactor',
    ],
    vague: 'happens sometimes',
    exact: 'Two items, change the address, pay: staging and production, 4.1.2',
    silent: ['Users wait for their mail'],
  },
  {
    id: 'vendor',
    role: 'vendor-manager',
    own: 'vendor-reference',
    words: ['They answer 429', 'Stripe is down', 'a question of our contract', 'The integration fails since noon', 'provider degraded'],
    vague: 'a ticket is open',
    exact: 'Stripe, request req_8fh3, their page says degraded since 14:02',
    silent: ['Order 14290 is late'],
  },
] as const

const logOf = (words: readonly string[]) =>
  fold(
    NOTHING,
    words.map((text, index) => ({ seq: index + 10, at: index, type: index % 2 === 0 ? 'finding.noted' : 'incident.said', body: { text } })),
  )

describe.each(['handbook', 'four-level'])('%s', (name) => {
  const pack = packOf(name)

  test.each(CASES)(
    '[ES-01] [ES-02] [ES-03] [ES-04] the log points to $id by its words, each alone, and names the entries they stand in',
    ({ id, words, silent }) => {
      for (const text of words)
        expect(
          pointedTo(pack, logOf([text])).map((one) => one.id),
          text,
        ).toContain(id)
      const [first] = pointedTo(pack, logOf([...silent, ...words]))
      expect(first).toMatchObject({ id, because: words.map((_, index) => 10 + silent.length + index) })
      expect(pointedTo(pack, logOf(silent)).map((one) => one.id)).not.toContain(id)
    },
  )

  test.each(CASES)(
    '[ES-01] [ES-02] [ES-03] [ES-04] [ES-05] $id needs all seven fields, its own among them; a vague word is asked back',
    ({ id, role, own, vague, exact }) => {
      const specialist = pack.specialists.find((one) => one.id === id)
      if (specialist === undefined) throw new Error(`${name} has no specialist ${id}`)
      expect(specialist.role).toBe(role)
      expect(specialist.needs.map(({ field }) => field).toSorted()).toEqual([...COMMON, own].toSorted())
      expect(askedBack(specialist, {}).length).toBe(7)
      const answers = Object.fromEntries(COMMON.map((field) => [field, 'Orders of 4,000 users fail since 14:02 UTC']))
      expect(askedBack(specialist, { ...answers, [own]: vague }).map(({ field }) => field)).toEqual([own])
      expect(askedBack(specialist, { ...answers, [own]: exact })).toEqual([])
    },
  )

  test('[ES-05] in a SEV1 they have fifteen minutes; whoever does not answer is followed by the next in the chain', () => {
    for (const { chain, responds } of pack.specialists) {
      expect(chain.length).toBeGreaterThan(1)
      expect(chain.filter((role) => !pack.roles.some(({ id }) => id === role))).toEqual([])
      expect(pack.clocks[String(responds)]?.[pack.classes.SEV1]).toBe(15)
    }
  })
})
