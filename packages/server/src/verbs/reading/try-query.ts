// Asks a source a query now, for whoever writes an indicator: the value it gives, or exactly what is wrong.
import type { MetricAnswer } from '@muster/adapters/metric-source.ts'
import { valueWords } from '@muster/core/reading/indicator.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'

export type Tried = { result: MetricAnswer['type']; value: number | null; says: string }

const PATIENCE_MS = 5000

export async function tryQuery(world: World, caller: Caller, input: { source: string; query: string }): Promise<Tried> {
  permit(caller, 'source.try')
  const { orgId } = caller
  const { source, token } = await world.db.app(orgId, async (tx) => {
    const found = (await world.configs.of(tx, orgId)).sources.get(input.source)
    if (found === undefined)
      throw new Refused('NOT_FOUND', {
        reason: 'no-such-source',
        hint: `There is no source "${input.source}". Connect it first, then try the query.`,
      })
    const { rows } = await tx.query<{ token: Buffer | null }>('select token from sources where org_id = $1 and id = $2', [orgId, found.id])
    return { source: found, token: rows[0]?.token ?? null }
  })
  const address = { ...source, token: token === null ? null : world.secrets.open(token, `${orgId} ${source.id}`) }
  // Outside a transaction, because a source takes its time.
  const answer = await world.openSource(source.kind, address).read(input.query, world.clock.now(), AbortSignal.timeout(PATIENCE_MS))
  return { result: answer.type, value: answer.type === 'value' ? answer.value : null, says: wordsOf(answer) }
}

function wordsOf(answer: MetricAnswer): string {
  if (answer.type === 'value') return `It gives ${valueWords(answer.value, '')}.`
  if (answer.type === 'none') return 'It finds nothing now. If that means zero, add "or vector(0)".'
  return answer.why.endsWith('.') ? answer.why : `${answer.why}.`
}
