// Tests every contact of everybody, after asking: each of them gets a message.
import { failureOf } from '../client.ts'
import { confirm } from '../confirm.ts'
import { Failure } from '../exit.ts'
import type { Session } from '../session.ts'
import type { Finding } from './checks.ts'

export async function testContacts({ api, io, server }: Session, { yes }: { yes: boolean }): Promise<Finding[]> {
  const all = await everyContact(api)
  if (all.length === 0) return [{ name: 'contacts', state: 'not-applicable', says: 'Nobody has a contact yet.' }]
  if (!(await confirm(io, `Send ${all.length} test ${all.length === 1 ? 'message' : 'messages'} to real people now?`, { yes }))) {
    return [{ name: 'contacts', state: 'not-applicable', says: 'Not tested: you said no.' }]
  }
  const findings: Finding[] = []
  // One after the other: a provider must not see a storm of tests.
  for (const one of all) findings.push(await testOne(one))
  return findings

  async function testOne({ person, contact }: { person: string; contact: string }): Promise<Finding> {
    const name = `${person}/${contact}`
    try {
      const { result, detail } = await api.contacts.test({ person, contact })
      return {
        name,
        state: result === 'delivered' ? 'ok' : 'fails',
        says: result === 'never' ? `${detail} Correct the contact and apply again.` : detail,
      }
    } catch (error) {
      const failure = failureOf(error, server)
      if (!(failure instanceof Failure)) throw error
      return { name, state: 'fails', says: [failure.message, ...failure.hints].join(' ') }
    }
  }
}

/** Also those that people keep themselves, which are no part of the document. */
async function everyContact(api: Session['api']): Promise<{ person: string; contact: string }[]> {
  const found: { person: string; contact: string }[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next } = await api.people.list({ limit: 100, ...(cursor !== undefined && { cursor }) })
    for (const { slug, disabled, contacts } of items)
      if (!disabled) found.push(...contacts.map((contact) => ({ person: slug, contact: contact.slug })))
    if (next === null) return found
    cursor = next
  }
}
