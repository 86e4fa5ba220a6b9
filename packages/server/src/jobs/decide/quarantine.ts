// A signal that cannot be decided is set aside alone, whole, with the reason; its neighbours go on.
import type { ServiceId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'

/** The database being away, restarting or busy says nothing about the signal. */
export function isTheSignalsFault(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code === null) return error instanceof TypeError || error instanceof RangeError || error.message.startsWith('No service')
  // SQLSTATE classes of the data itself: data exception, integrity violation, syntax, program limit (such as nesting too deep).
  return /^(22|23|42|54)/.test(code)
}

export async function quarantine(world: World, serviceId: ServiceId, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error)
  world.log.error({ serviceId, err: error }, 'a signal could not be decided and is in quarantine')
  await world.db.engine(async (tx) => {
    await tx.query(
      `with gone as (delete from inbox where id = (select id from inbox where service_id = $1 order by id limit 1) returning *)
       insert into quarantine (org_id, id, integration_id, received_at, raw, why)
       select org_id, signal_id, integration_id, received_at, coalesce(raw, convert_to(signal::text, 'UTF8')), $2 from gone`,
      [serviceId, why.slice(0, 500)],
    )
  })
}
