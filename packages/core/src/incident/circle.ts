// Who may see a private incident: whoever it has drawn in. To be named on its log as having a part in it is to be drawn in.

/** What a change of the configuration writes on the logs of incidents that are open. */
const CARRIED = new Set(['page.policy-changed', 'incident.context'])

type Named = { type: string; body: Readonly<Record<string, unknown>> }

/** Ids of the people, and of accounts that are nobody's in the rota, an entry names: who did it, who is called or asked, who takes something on. */
export function drawnIn({ type, body }: Named): string[] {
  // A receipt names whom something reached, perhaps after they were shut out.
  if (type.startsWith('delivery.')) return []
  const { who, userId } = body
  // Whoever changes the configuration need not know of what it is carried to.
  const by = CARRIED.has(type) ? undefined : body['by']
  // Whoever only read an update has no part in it.
  const people = type === 'update.sent' ? [] : body['people']
  const all: unknown[] = [idOf(by), who, userId, ...(Array.isArray(people) ? people : [])]
  return [...new Set(all.filter(isId))]
}

/** Everybody a whole log has drawn in, but for those it has let go since. In the order it was written. */
export function circleIn(entries: readonly Named[]): string[] {
  const circle = new Set<unknown>()
  for (const entry of entries) {
    for (const id of drawnIn(entry)) circle.add(id)
    if (entry.type === 'incident.shut-out') circle.delete(entry.body['left'])
  }
  return [...circle].filter(isId)
}

const idOf = (actor: unknown): unknown => (typeof actor === 'object' && actor !== null && 'id' in actor ? actor.id : undefined)
/** Other words stand under the same names where no id is known. */
const isId = (value: unknown): value is string => typeof value === 'string' && /^(user|member)_/.test(value)
