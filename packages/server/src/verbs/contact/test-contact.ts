// Sends one test message to one contact now, says what its provider answered, and remembers it.
import type { Message } from '@muster/adapters/channel.ts'
import type { TestResult } from '@muster/core/page/reach.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { noteGone } from '../../store/browsers.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { personNamed } from '../read/find.ts'
import { contactNamed, learn, type ContactOf } from './contacts.ts'

export type Tested = { result: TestResult; detail: string }

const LONGEST_DETAIL = 500
const PATIENCE_MS = 5000

export async function testContact(world: World, caller: Caller, input: { person: string; contact: string }): Promise<Tested> {
  permit(caller, 'contact.test')
  const { person, contact } = await world.db.app(caller, async (tx) => {
    const named = personNamed(await world.configs.of(tx, caller.orgId), input.person)
    return { person: named, contact: await contactNamed(tx, caller.orgId, { person: named, slug: input.contact }) }
  })
  return sendTest(world, caller.orgId, { person, contact })
}

export function sendTest(
  world: World,
  orgId: OrgId,
  { person, contact }: { person: { name: string }; contact: ContactOf },
): Promise<Tested> {
  return sendNow(world, orgId, {
    contact,
    title: 'Muster test',
    short: `Test for ${person.name}: if you can read this, pages reach you here.`,
    body: 'Nothing is wrong and nothing is asked of you.',
  })
}

type Words = Pick<Message, 'title' | 'short' | 'body'> & { contact: ContactOf }

/** Outside a transaction, because a provider takes its time. */
export async function sendNow(world: World, orgId: OrgId, { contact, ...words }: Words): Promise<Tested> {
  const { channel, address } = contact
  const secret = contact.secret === null ? null : world.secrets.open(contact.secret, `${orgId} ${contact.id}`)
  const answer = await world.channels[channel].deliver(
    { ...words, key: world.ids('test'), attempt: 1, kind: 'test', url: null, severity: null, sentAt: world.clock.now() },
    { channel, address, secret },
    AbortSignal.timeout(PATIENCE_MS),
  )
  const tested = { result: answer.type, detail: answer.type === 'delivered' ? 'The provider took the message.' : answer.why }
  await world.db.app(orgId, async (tx) => {
    const now = world.clock.now()
    await learn(tx, orgId, contact, { tested_at: now, test_result: tested.result, test_detail: tested.detail.slice(0, LONGEST_DETAIL) })
    if (answer.type === 'never' && answer.isGone === true) await noteGone(tx, { orgId, contactId: contact.id }, now)
  })
  return tested
}
