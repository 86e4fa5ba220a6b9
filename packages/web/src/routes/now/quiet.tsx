// Nothing is open: last night in one sentence, and the way on when nothing is set up yet.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useNames } from '../../parts/names.ts'
import { useRisks } from '../../parts/risks.ts'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import type { NowView } from './view.ts'

export function Quiet({ now }: { now: NowView }) {
  const org = useOrg()
  const { quiet } = now
  const config = useNames()
  if (config.data?.services.length === 0)
    return (
      <Empty
        title="Nothing can wake you yet"
        action={
          <Link to="/o/$org/welcome" params={{ org }}>
            Set it up: about five minutes to a first page
          </Link>
        }
      >
        There is no service here, so no monitor has an address to send to.
      </Empty>
    )
  return (
    <Empty title="Nothing is open.">
      <p>
        {lastDay(quiet)}{' '}
        {quiet.lastResolved !== null && (
          <>
            The last one,{' '}
            <Link to="/o/$org/incidents/$number" params={{ org, number: String(quiet.lastResolved.number) }}>
              #{quiet.lastResolved.number}
            </Link>
            , ended <Time at={quiet.lastResolved.resolvedAt} />.
          </>
        )}
      </p>
      <BeforeItHurts />
    </Empty>
  )
}

/** While nothing is open there is time for it. */
function BeforeItHurts() {
  const org = useOrg()
  const { data } = useRisks()
  const found = data === undefined ? 0 : data.items.length + data.more
  if (found === 0) return null
  return (
    <p>
      <Link to="/o/$org/services" params={{ org }} search={{ view: 'risks' }}>
        {found === 1 ? '1 thing to mend before it hurts' : `${found} things to mend before it hurts`}
      </Link>
    </p>
  )
}

function lastDay({ incidents, pages, pagesAtNight }: NowView['quiet']): string {
  if (incidents === 0) return 'In the last 24 hours nothing happened and nobody was woken.'
  const what = incidents === 1 ? 'there was 1 incident' : `there were ${incidents} incidents`
  const calls =
    pages === 0
      ? 'and nobody was called'
      : `and ${pages} ${pages === 1 ? 'call' : 'calls'}${pagesAtNight === 0 ? ', none at night' : `, ${pagesAtNight} of them at night`}`
  return `In the last 24 hours ${what} ${calls}.`
}
