// The roles of an incident: who has each, who would be called for it, and how a call for it stands.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Page } from '@muster/core/page/page.ts'
import { last } from '@muster/core/protocol/ask.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { iso, isoOrNull, personView } from '../read/views.ts'
import type { Seen } from './show-protocol.ts'

type RoleView = ProtocolView['roles'][number]

/** The youngest call for each role. */
export type Calls = ReadonlyMap<string, Page>

export function rolesView(seen: Seen, calls: Calls): RoleView[] {
  const { pack, reading, facts, me } = seen
  const onCall = onCallOf(seen)
  return pack.roles.map(({ id, name, does, owes, never }) => {
    const who = reading.roles[id] ?? null
    const taken = last(facts, { logged: 'role.taken', where: { role: id } })
    const call = calls.get(id)
    return {
      id,
      name,
      does,
      owes: [...owes],
      never: [...never],
      who: nameOf(seen, who),
      since: who === null || taken === undefined ? null : iso(taken.observedAt),
      isMine: who !== null && who === me,
      onCall: onCall(id),
      call: call === undefined ? null : callView(seen, call),
    }
  })
}

/** Who would be called for a role now, in this order. */
export function onCallOf({ config, now }: Pick<Seen, 'config' | 'now'>): (role: string) => RoleView['onCall'] {
  const roster = rosterAt(config.directory, now)
  return (role) =>
    [...new Set((config.roles[role] ?? []).flatMap((target) => roster.people(target)))].map((userId) => personView(userId, config))
}

/** Null once it is over: somebody took the role, or the incident ended. */
function callView({ config }: Seen, page: Page): RoleView['call'] {
  const people = (ids: readonly UserId[]) => ids.map((id) => personView(id, config).name)
  const told = { text: page.asked?.text ?? '', since: iso(page.startedAt), nextAt: isoOrNull(page.nextAt) }
  if (page.state === 'acknowledged' || page.state === 'snoozed')
    return { ...told, state: 'answered', people: page.by.type === 'user' ? [page.by.name] : [] }
  if (page.state === 'climbing')
    return { ...told, state: 'calling', people: people(page.calls.filter(({ state }) => state === 'paging').map(({ userId }) => userId)) }
  return page.state === 'exhausted' ? { ...told, state: 'unanswered', people: [] } : null
}

export const nameOf = ({ config }: Pick<Seen, 'config'>, who: string | null) =>
  who === null ? null : who.startsWith('user_') ? personView(who as UserId, config) : { slug: null, name: who }
