// Who else is called, beside the ladder: by the policy, by the column of the matrix, by severity, and because somebody asks.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import type { Night, NightOptions } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { told as tell } from '@muster/testkit/scenario.ts'
import { describe, expect } from 'vitest'

const HATS = ['sam', 'ivy', 'sue', 'oda', 'eli', 'gus']
const roles = {
  senior: [{ person: 'sam' }],
  commander: [{ person: 'ivy' }, { person: 'cat' }],
  sre: [{ person: 'sue' }],
  owner: [{ person: 'oda' }],
  'executive-liaison': [{ person: 'eli' }],
  dba: [{ person: 'gus' }],
}

/** Everybody has a role of their own; the policy calls these sets beside its first rung. */
const withRoles = (...calls: string[]) => ({
  organisation: organisation({
    people: ['ann', 'ben', 'cat', 'last', ...HATS].map((one) => person(one)),
    policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { calls })],
    services: [service('checkout', 'standard'), service('payments', 'standard', { criticalPath: true })],
    roles,
  }),
})

/** Each says who must stay asleep. */
const scenario = (title: string, options: NightOptions, story: (night: Night) => Promise<void>): void => tell(title, story, options)

const protocol = async ({ api }: Night) => (await api('GET', '/incidents/1/protocol')).body as ProtocolView
const roleOf = async (night: Night, id: string) => (await protocol(night)).roles.find((one) => one.id === id)
const record = ({ api }: Night, entry: object, as = 'ann') => api('POST', '/incidents/1/record', { as, entry })
const told = async ({ log }: Night, type: string) => (await log()).filter((entry) => entry.type === type).map(({ says }) => says)
const quiet = ({ phone }: Night, ...people: string[]) => people.forEach((one) => phone(one).isQuiet())

/** Who is called at this moment, as what. */
async function called({ phone }: Night, expected: Record<string, RegExp>): Promise<void> {
  for (const [who, says] of Object.entries(expected)) await phone(who).rings({ says })
}

describe('at once, beside the first rung:', () => {
  scenario('[PO-01] a standard policy calls the first on call alone', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await night.phone('ann').rings()
    quiet(night, ...HATS, 'ben')
    expect(await told(night, 'ask.sent')).toEqual([])
  })

  scenario(
    '[PO-02] an aggressive policy calls a senior together with the first on call, for a SEV1',
    withRoles('parallel'),
    async (night) => {
      await night.alert('slow', { severity: 'error', key: 'k0' })
      await night.phone('ann').rings()
      quiet(night, ...HATS)
      await night.alert('checkout is down', { key: 'k1' })
      await called(night, { sam: /Called as Senior engineer\. slow/ })
      quiet(night, 'ben', 'ivy', 'sue', 'oda', 'eli')
    },
  )

  scenario(
    '[PO-04] [MX-05] on the critical path everybody on call for it is called at once, and nobody else: senior, commander, SRE, owner, executive liaison',
    withRoles(),
    async (night) => {
      await night.alert('no payment goes through', { service: 'payments' })
      await night.phone('ann').rings()
      await called(night, {
        sam: /Called as Senior/,
        ivy: /Called as .*ommander/,
        sue: /Called as /,
        oda: /Called as /,
        eli: /Called as Executive liaison/,
      })
      quiet(night, 'ben', 'cat', 'gus', 'last')
      expect((await protocol(night)).column?.id).toBe('D')
    },
  )

  scenario(
    '[PO-05] [EC-05] with the switch a commander is called for every SEV1, whoever has acknowledged',
    withRoles('commander-always'),
    async (night) => {
      await night.alert('slow', { severity: 'error' })
      await (await night.phone('ann').rings()).press('acknowledge')
      quiet(night, ...HATS)
      expect(await record(night, { type: 'severity.changed', to: 'SEV1', why: 'Nobody can pay' })).toMatchObject({ status: 200 })
      await called(night, { sam: /Called as Senior/, sue: /Called as /, ivy: /Called as .*ommander\. slow/ })
      quiet(night, 'ben', 'cat', 'oda')
      expect(await told(night, 'severity.changed')).toEqual(['Ann changed it from SEV2 to SEV1: Nobody can pay'])
    },
  )

  scenario('a graver alert calls whom the new severity asks for, and nobody twice', withRoles('parallel'), async (night) => {
    await night.alert('slow', { severity: 'error', key: 'k1' })
    await night.phone('ann').rings()
    quiet(night, 'sam')
    await night.alert('now it is down', { severity: 'critical', key: 'k2' })
    await night.phone('sam').rings({ says: /Called as Senior/ })
    await night.alert('still down', { severity: 'critical', key: 'k3' })
    quiet(night, 'sam', 'ann', 'ben')
    expect(await told(night, 'incident.severity-raised')).toEqual(['Raised from SEV2 to SEV1 by a graver alert.'])
  })
})

describe('a call for a role:', () => {
  scenario('[RD-01] whoever answers it has the role; the ladder is answered only by its own', withRoles(), async (night) => {
    await night.alert('no payment goes through', { service: 'payments' })
    await night.phone('ann').rings()
    const page = await (await night.phone('ivy').rings()).press('acknowledge')
    expect(page).toMatch(/commander/i)
    expect(await roleOf(night, 'commander')).toMatchObject({ who: { name: 'Ivy' }, call: { state: 'answered', people: ['Ivy'] } })
    expect((await night.incident()).status).toBe('triggered')
    expect(await roleOf(night, 'support')).toMatchObject({ who: null })
    expect(await night.why('ivy')).toMatchObject({
      paged: true,
      sentence: expect.stringMatching(/^Ivy was called at .* as Incident commander, and answered/),
    })
    expect(await night.why('ben')).toMatchObject({ sentence: expect.stringMatching(/no rung reached so far names them/) })
    expect(await told(night, 'page.acknowledged')).toEqual(['Ivy answered the call for the Incident commander.'])
    await night.after('5m')
    await night.phone('ben').rings()
    quiet(night, 'cat')
    expect(await told(night, 'ask.accepted')).toEqual([expect.stringMatching(/^Ivy has it, as .*ommander/)])
    expect(await told(night, 'role.taken')).toEqual([expect.stringMatching(/^Ivy is .*ommander now/)])
  })

  scenario(
    'the next in its list is called when the first does not answer, and at the end the log says that nobody did',
    withRoles(),
    async (night) => {
      await night.alert('no payment goes through', { service: 'payments' })
      await night.phone('ivy').rings()
      expect(await roleOf(night, 'commander')).toMatchObject({
        who: null,
        call: { state: 'calling', people: ['Ivy'] },
        onCall: [{ name: 'Ivy' }, { name: 'Cat' }],
      })
      await night.after('5m')
      await night.phone('cat').rings({ says: /Called as/ })
      await night.after('5m')
      await night.phone('ivy').rings()
      await night.after('10m')
      expect(await told(night, 'ask.expired')).toContainEqual(expect.stringMatching(/ommander did not answer in time/))
      expect(await roleOf(night, 'commander')).toMatchObject({ who: null, call: { state: 'unanswered' } })
    },
  )

  scenario('[ES-01] anybody asks for a specialist: whoever is on call is rung with the words of the ask', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    expect(await record(night, { type: 'ask.sent', role: 'dba', text: 'Locks on orders, 40 waiting', minutes: 10 })).toMatchObject({
      status: 200,
    })
    const rang = await night.phone('gus').rings({ says: /Called as .*: Locks on orders, 40 waiting/ })
    expect(await rang.open()).toContain('Locks on orders, 40 waiting')
    await rang.press('acknowledge')
    expect(await roleOf(night, 'dba')).toMatchObject({ who: { name: 'Gus' } })
    expect((await protocol(night)).settled).toContainEqual(expect.objectContaining({ duty: 'asks-answered', state: 'kept' }))
  })

  scenario('somebody takes the role by hand: whoever is still being called for it may sleep on', withRoles(), async (night) => {
    await night.alert('no payment goes through', { service: 'payments' })
    await night.phone('ivy').rings()
    expect(await record(night, { type: 'role.taken', role: 'commander', person: 'ben' })).toMatchObject({ status: 200 })
    await night.after('4m')
    quiet(night, 'cat')
    await night.after('6m')
    quiet(night, 'cat')
    expect(await roleOf(night, 'commander')).toMatchObject({ who: { name: 'Ben' }, call: null })
  })

  scenario('whoever gives it back gives back the role, and the next is called', withRoles(), async (night) => {
    await night.alert('no payment goes through', { service: 'payments' })
    const rang = await night.phone('ivy').rings()
    await rang.press('acknowledge')
    await rang.press('decline')
    await night.phone('cat').rings({ says: /Called as/ })
    expect(await roleOf(night, 'commander')).toMatchObject({ who: null, call: { state: 'calling', people: ['Cat'] } })
  })

  scenario('for a role that nobody is named for, the log says so', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await record(night, { type: 'ask.sent', role: 'network', text: 'Is the link up?' })
    expect(await told(night, 'ask.sent')).toEqual([
      expect.stringMatching(/^Ann called for the .*etwork.*: Is the link up\?\. Nobody is on call for it\.$/),
    ])
    expect(await roleOf(night, 'network')).toMatchObject({ onCall: [], call: null })
  })

  scenario(
    '[RD-01] when nobody has taken command by its deadline, the commander on call is called by itself',
    withRoles(),
    async (night) => {
      await night.alert('checkout is down')
      await (await night.phone('ann').rings()).press('acknowledge')
      // By the protocol from the first word on.
      await record(night, { type: 'finding.noted', text: 'Every second request fails' })
      quiet(night, 'ivy')
      await night.after('4m')
      await night.phone('ivy').rings({ says: /Called as .*ommander/ })
    },
  )
})

scenario('a name that the protocol does not have is refused at its place, so that no call goes nowhere', withRoles(), async (night) => {
  const edit = await night.api('POST', '/config/edit', {
    put: { roles: { captain: [{ person: 'ivy' }], commander: [{ person: 'nobody' }] } },
  })
  expect(edit).toMatchObject({
    status: 422,
    body: {
      data: {
        faults: [
          { at: 'put.roles.commander[0]', says: expect.stringMatching(/no person "nobody"/) },
          { at: 'put.roles.captain', says: expect.stringMatching(/has no role "captain"/) },
        ],
      },
    },
  })
  const before = (await night.api('GET', '/config')).body as { roles: object }
  expect(before.roles).toEqual(roles)
})

scenario(
  '[IR-05] word to an audience is sent to those who read for it, whole and each for itself; what is written down afterwards is not',
  {
    organisation: organisation({
      people: ['ann', 'ben', 'last', 'eli'].map((one) => person(one)),
      policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')])],
      audiences: { executives: [{ person: 'eli' }] },
    }),
  },
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    const tell = (text: string, also: object = {}) => record(night, { type: 'update.sent', audience: 'executives', text, ...also })
    const long = `Cards are refused since 03:10. ${'We are on it. '.repeat(40)}`.trim()
    await tell(long, { nextMinutes: 15 })
    const { message } = await night.phone('eli').rings({ kind: 'notice', says: /^SEV1 Checkout, #1: Cards are refused/ })
    expect(message.body).toContain(long)
    await tell('Half of them work again.')
    await night.phone('eli').rings({ kind: 'notice', says: /Half of them work again/ })
    await tell('I said so on the telephone.', { observedAt: new Date(night.clock.now()).toISOString() })
    await record(night, { type: 'update.sent', audience: 'customers', text: 'We are looking into it.' })
    await night.after('1m')
    quiet(night, 'eli')
    expect((await protocol(night)).audiences.find(({ id }) => id === 'executives')).toMatchObject({
      readers: ['Eli'],
    })
    expect((await night.log()).find(({ type }) => type === 'update.sent')).toMatchObject({ who: ['Eli'] })
  },
)

scenario(
  '[IR-14] while it is watched, what comes back is the same incident, a day later too; afterwards it is a new one',
  withRoles(),
  async (night) => {
    await night.alert('slow', { severity: 'error' })
    await (await night.phone('ann').rings()).press('acknowledge')
    await night.clears()
    await record(night, { type: 'watch.started', text: 'Ben watches' }, 'ben')
    await night.after('20h')
    await night.alert('slow again', { severity: 'error' })
    expect(await night.incident()).toMatchObject({ number: 1, status: 'triggered' })
    expect(await told(night, 'incident.reopened')).toEqual(['Opened again: the same alert came back while it was watched.'])
    await night.clears()
    await record(night, { type: 'watch.started' }, 'ben')
    await record(night, { type: 'watch.ended', text: 'Stable' }, 'ben')
    await night.after('1h')
    await night.alert('slow once more', { severity: 'error' })
    expect(await night.incident(2)).toMatchObject({ number: 2, status: 'triggered' })
  },
)

scenario(
  '[ES-01] [ES-05] a packet that can be acted on rings the specialists with it, and the next in their chain; a vague one is asked back',
  withRoles(),
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await record(night, { type: 'finding.noted', text: 'Deadlock on orders, lock wait 40 s' })
    const { items } = (await night.api('GET', '/incidents/1/specialists')).body as {
      items: { id: string; signs: string[]; minutes: number; needs: { field: string; before: string }[] }[]
    }
    expect(items[0]).toMatchObject({ id: 'database', signs: ['lock wait', 'deadlock'], minutes: 15 })
    const answers = Object.fromEntries((items[0]?.needs ?? []).map(({ field, before }) => [field, before]))
    expect(answers).toMatchObject({ problem: 'Deadlock on orders, lock wait 40 s', 'respond-by': '03:25 UTC' })
    const vague = await record(night, {
      type: 'packet.sent',
      about: 'database',
      answers: { ...answers, problem: 'database performance issues' },
    })
    expect(vague).toMatchObject({
      status: 422,
      body: {
        data: {
          faults: expect.arrayContaining([
            expect.objectContaining({ at: 'entry.answers.problem', says: expect.stringMatching(/^Say it exactly/) }),
          ]),
        },
      },
    })
    quiet(night, 'gus')
    const whole = Object.fromEntries(
      (items[0]?.needs ?? []).map(({ field, before }) => [field, before || `Everything about the ${field} of it`]),
    )
    expect(await record(night, { type: 'packet.sent', about: 'database', answers: whole })).toMatchObject({ status: 200 })
    await night.phone('gus').rings({ says: /Called as Database administrator: Problem: Deadlock on orders/ })
    await night.after('5m')
    await night.phone('oda').rings({ says: /Called as Database administrator/ })
  },
)

describe('who has a role, and who may be called for it again:', () => {
  scenario('whoever gave a role back can be called for it again, and so can anybody after them', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    const ask = () => record(night, { type: 'ask.sent', role: 'dba', text: 'Locks on orders' })
    await ask()
    await (await night.phone('gus').rings()).press('acknowledge')
    await ask()
    quiet(night, 'gus')
    await record(night, { type: 'role.released', role: 'dba' }, 'gus')
    expect(await roleOf(night, 'dba')).toMatchObject({ who: null, call: null })
    await ask()
    await night.phone('gus').rings({ says: /Called as Database administrator/ })
  })

  scenario(
    'whoever is being rung for something else comes last in the call for a role: the next in its list is rung at once',
    {
      organisation: organisation({
        people: ['ann', 'ben', 'cat', 'last'].map((one) => person(one)),
        policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { calls: ['commander-always'] })],
        roles: { commander: [{ person: 'ann' }, { person: 'cat' }], sre: [{ person: 'ann' }] },
      }),
    },
    async (night) => {
      await night.alert('checkout is down')
      await night.phone('cat').rings({ says: /Called as Incident commander/ })
      // Better rung twice than a role nobody is called for.
      const titles = [await night.phone('ann').rings(), await night.phone('ann').rings()].map(({ message }) => message.title)
      expect(titles).toContainEqual(expect.stringContaining('Called as Site reliability engineer'))
      expect(titles).toContainEqual(expect.stringMatching(/Checkout: checkout is down/))
    },
  )

  scenario(
    'a stale "I can’t take this" takes the role from nobody, whether pressed by one who was only rung or by one who was relieved',
    withRoles(),
    async (night) => {
      await night.alert('no payment goes through', { service: 'payments' })
      const ivy = await night.phone('ivy').rings()
      await night.after('5m')
      const cat = await night.phone('cat').rings()
      await ivy.press('acknowledge')
      await cat.press('decline')
      expect(await roleOf(night, 'commander')).toMatchObject({ who: { name: 'Ivy' } })
      await record(night, { type: 'role.taken', role: 'commander' }, 'ben')
      await ivy.press('decline')
      expect(await roleOf(night, 'commander')).toMatchObject({ who: { name: 'Ben' }, call: null })
      quiet(night, 'cat')
    },
  )

  scenario('when it is over nobody is called for a role, and whoever asks is told so', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await night.clears()
    expect(await record(night, { type: 'ask.sent', role: 'dba', text: 'Was it the locks?' })).toMatchObject({
      status: 409,
      body: { data: { reason: 'already-resolved' } },
    })
    await night.after('1h')
    quiet(night, 'gus', 'ivy')
  })

  scenario('escalating or snoozing as the commander moves the ladder, and not the role', withRoles(), async (night) => {
    await night.alert('no payment goes through', { service: 'payments' })
    await night.phone('ann').rings()
    await (await night.phone('ivy').rings()).press('acknowledge')
    expect(await night.api('POST', '/incidents/1/escalate', { as: 'ivy' })).toMatchObject({ status: 200 })
    await night.phone('ben').rings()
    quiet(night, 'cat')
    expect(await roleOf(night, 'commander')).toMatchObject({ who: { name: 'Ivy' }, call: { state: 'answered' } })
  })

  scenario('a graver alert calls nobody for a role that somebody has taken by hand', withRoles('commander-always'), async (night) => {
    await night.alert('slow', { severity: 'error', key: 'k1' })
    await (await night.phone('ann').rings()).press('acknowledge')
    await record(night, { type: 'role.taken', role: 'commander' }, 'ben')
    await night.alert('down', { severity: 'critical', key: 'k2' })
    await night.phone('sam').rings({ says: /Called as Senior/ })
    quiet(night, 'ivy', 'cat')
  })

  scenario(
    'a ladder that was given by hand keeps no role from being called when it becomes grave',
    withRoles('commander-always'),
    async (night) => {
      await night.alert('odd', { severity: 'warning', key: 'k1' })
      await night.api('POST', '/incidents/1/reassign', { person: 'ben' })
      await (await night.phone('ben').rings()).press('acknowledge')
      await night.alert('down', { severity: 'critical', key: 'k2' })
      await night.phone('ivy').rings({ says: /Called as Incident commander/ })
    },
  )

  scenario('what is minor calls nobody for a role, whatever column somebody chooses', withRoles(), async (night) => {
    await night.api('POST', '/incidents', { as: 'ann', service: 'payments', title: 'A typo', severity: 'SEV3' })
    await record(night, { type: 'column.chosen', column: 'D', why: 'It is payments' })
    quiet(night, ...HATS, 'ann', 'ben')
  })

  scenario(
    '[EC-02] what comes back a day later begins anew: whoever answers now owes it, and roles are called again',
    withRoles('commander-always'),
    async (night) => {
      await night.alert('checkout is down')
      await (await night.phone('ann').rings()).press('acknowledge')
      await (await night.phone('ivy').rings()).press('acknowledge')
      await night.clears()
      await record(night, { type: 'watch.started' }, 'ann')
      await night.after('20h')
      await night.alert('checkout is down again')
      await night.phone('ivy').rings({ says: /Called as Incident commander/ })
      await (await night.phone('ben').rings()).press('acknowledge')
      expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ben' } })
      expect(await roleOf(night, 'commander')).toMatchObject({ who: null, call: { state: 'calling' } })
    },
  )

  scenario('whoever has left the organisation holds no role: whoever is on call now is called', withRoles(), async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await record(night, { type: 'role.taken', role: 'commander', person: 'cat' })
    const { body } = await night.api('GET', '/config')
    const document = body as { people: { slug: string }[]; roles: typeof roles }
    await night.apply({
      ...document,
      people: document.people.filter(({ slug }) => slug !== 'cat'),
      roles: { ...roles, commander: [{ person: 'ivy' }] },
    } as never)
    await night.after('6m')
    expect(await told(night, 'duty.paged')).not.toContainEqual(expect.stringMatching(/which is Cat/))
  })
})
