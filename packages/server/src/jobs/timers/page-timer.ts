// A rung, an answer or a snooze has run out: the page's own rules say what follows.
import { settle } from '@muster/core/incident/handle.ts'
import { decide } from '@muster/core/page/decide.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Page, PageCommand } from '@muster/core/page/page.ts'
import type { Tx } from '../../store/db.ts'
import { change, putPage } from '../../store/held.ts'
import type { Firing, Timer } from './fire-timers.ts'

export async function firePageTimer(tx: Tx, { timer, held, now, configOf }: Firing): Promise<void> {
  const one = timer.incidentId === null ? undefined : held.get(timer.incidentId)
  const page = one?.pages.find(({ id }) => id === timer.subjectId)
  const command = page === undefined ? null : commandFor(page, timer.epoch)
  if (one === undefined || page === undefined || command === null) return drop(tx, timer)
  const config = await configOf(timer.orgId)
  const decision = decide(page, command, { now, roster: rosterAt(config.directory, now) })
  // A refused timer is one whose meaning has passed.
  if (!decision.ok) return drop(tx, timer)
  putPage(one, decision)
  change(one, settle(one.incident, one.pages, now))
}

async function drop(tx: Tx, { subjectId, kind, epoch }: Timer): Promise<void> {
  await tx.query({
    name: 'drop-stale-timer',
    text: 'delete from timers where subject_id = $1 and kind = $2 and epoch = $3',
    values: [subjectId, kind, epoch],
  })
}

function commandFor(page: Page, epoch: number): PageCommand | null {
  switch (page.state) {
    case 'climbing':
      return { type: 'rung-elapsed', epoch }
    case 'acknowledged':
      return { type: 'acknowledgement-elapsed', epoch }
    case 'snoozed':
      return { type: 'snooze-elapsed', epoch }
    case 'waiting':
    case 'exhausted':
    case 'ended':
      return null
  }
}
