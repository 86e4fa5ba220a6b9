// Who has the watch now, when mine comes, and where nobody will have it.
import type { NowView } from '@muster/contract/now.ts'
import type { Person } from '@muster/core/page/directory.ts'
import { coverageGaps, nextShiftOf } from '@muster/core/schedule/gaps.ts'
import { onCallAt } from '@muster/core/schedule/on-call.ts'
import { DAY, type Instant, type UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { rotasOf, type Named, type Rota } from '../person/watch.ts'
import { iso, isoOrNull, personView } from './views.ts'

const GAPS_WITHIN = 14 * DAY
const SHIFTS_WITHIN = 60 * DAY
const MOST_SCHEDULES = 200
const MOST_GAPS = 100

type Watch = Pick<NowView, 'onCall' | 'me' | 'gaps'>

export async function watchAhead(tx: Tx, config: OrgConfig, { now, me }: { now: Instant; me: Person | undefined }): Promise<Watch> {
  const rotas = await rotasOf(tx, config)
  const standing = rotas.map(({ named, schedule }) => ({ named, ...onCallAt(schedule, now) }))
  const onCall = standing.map(({ named, users, until }) => ({
    schedule: named,
    people: users.map((userId) => personView(userId, config)),
    until: isoOrNull(until),
  }))
  return {
    onCall: onCall.slice(0, MOST_SCHEDULES),
    me: me === undefined ? null : { slug: me.slug, name: me.name, onCall: mine(standing, me.id), nextShift: nextShift(rotas, me.id, now) },
    gaps: gapsAhead(rotas, config, now),
  }
}

type Standing = { named: Named; users: UserId[]; until: Instant | null }

function mine(standing: readonly Standing[], userId: UserId): NonNullable<NowView['me']>['onCall'] {
  return standing.filter(({ users }) => users.includes(userId)).map(({ named, until }) => ({ schedule: named, until: isoOrNull(until) }))
}

function nextShift(rotas: readonly Rota[], userId: UserId, now: Instant): NonNullable<NowView['me']>['nextShift'] {
  const shifts = rotas.flatMap(({ named, schedule }) => {
    const shift = nextShiftOf(schedule, userId, { from: now, to: now + SHIFTS_WITHIN })
    return shift === null ? [] : [{ named, shift }]
  })
  const [first] = shifts.toSorted((a, b) => a.shift.startsAt - b.shift.startsAt)
  return first === undefined
    ? null
    : { schedule: first.named, from: iso(first.shift.startsAt), to: endOf(first.shift, now + SHIFTS_WITHIN) }
}

function gapsAhead(rotas: readonly Rota[], { directory }: OrgConfig, now: Instant): NowView['gaps'] {
  const isActive = (userId: UserId) => directory.people.get(userId)?.disabled === false
  return rotas
    .flatMap(({ named, schedule }) =>
      coverageGaps(schedule, { from: now, to: now + GAPS_WITHIN }, isActive).map((gap) => ({ named, ...gap })),
    )
    .toSorted((a, b) => a.startsAt - b.startsAt)
    .slice(0, MOST_GAPS)
    .map(({ named, startsAt, endsAt }) => ({ schedule: named, from: iso(startsAt), to: endOf({ endsAt }, now + GAPS_WITHIN) }))
}

/** What reaches the end of the looking ahead is cut there, and does not end there. */
function endOf({ endsAt }: { endsAt: Instant }, horizon: Instant): string | null {
  return endsAt < horizon ? iso(endsAt) : null
}
