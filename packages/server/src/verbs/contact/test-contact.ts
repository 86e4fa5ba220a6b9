// Sends one test message to one contact now and says what its provider answered.
import type { ChannelName } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { personNamed } from '../read/find.ts'

type Row = { id: string; channel: ChannelName; address: string; secret: Buffer | null }

export async function testContact(world: World, caller: Caller, input: { person: string; contact: string }) {
  permit(caller, 'contact.test')
  const found = await world.db.app(caller.orgId, async (tx) => {
    const person = personNamed(await world.configs.of(tx, caller.orgId), input.person)
    const { rows } = await tx.query<Row>(
      'select id, channel, address, secret from contacts where user_id = $1 and slug = $2 and not disabled',
      [person.id, input.contact],
    )
    const row = rows[0]
    if (row === undefined)
      throw new Refused('NOT_FOUND', { reason: 'no-such-contact', hint: `${person.name} has no contact "${input.contact}".` })
    return { person, row }
  })
  const { person, row } = found
  const secret = row.secret === null ? null : world.secrets.open(row.secret, `${caller.orgId} ${row.id}`)
  const now = world.clock.now()
  const answer = await world.channels[row.channel].deliver(
    {
      key: world.ids('test'),
      attempt: 1,
      kind: 'test',
      title: 'Muster test',
      short: `Test for ${person.name}: if you can read this, pages reach you here.`,
      body: 'Nothing is wrong and nothing is asked of you.',
      url: null,
      severity: null,
      sentAt: now,
    },
    { channel: row.channel, address: row.address, secret },
    AbortSignal.timeout(5000),
  )
  return { result: answer.type, detail: answer.type === 'delivered' ? 'The provider took the message.' : answer.why }
}
