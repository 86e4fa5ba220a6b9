// Before it hurts: what hangs on one person or one thing, what to do about it, and a way to where it is done.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useRisks, type Risk } from '../../parts/risks.ts'
import { Part } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import classes from './services.module.css'

export function Risks() {
  const query = useRisks()
  return (
    <Part title="Before it hurts">
      <Shown query={query}>
        {({ items, more }) =>
          items.length === 0 ? (
            <Empty title="Nothing hangs on one person or one thing">
              Everybody on call has a second, what somebody else runs has a fallback, and no schedule has a gap in the next 14 days.
            </Empty>
          ) : (
            <>
              <ul className={classes['plain']}>
                {items.map((risk) => (
                  <Line key={`${risk.kind} ${risk.place.slug}`} risk={risk} />
                ))}
              </ul>
              {more > 0 && <p className="muted">And {more} more.</p>}
            </>
          )
        }
      </Shown>
    </Part>
  )
}

function Line({ risk: { says, mend, isCritical, place } }: { risk: Risk }) {
  return (
    <li>
      <p>
        {says}
        {isCritical && <span className={classes['critical']}>Critical path</span>}
      </p>
      <p className="muted">
        {mend} <Way place={place} />
      </p>
    </li>
  )
}

function Way({ place: { kind, slug, name } }: Pick<Risk, 'place'>) {
  const org = useOrg()
  switch (kind) {
    case 'service':
      return (
        <Link to="/o/$org/services/$service" params={{ org, service: slug }} search={{ panel: 'edit' }}>
          Open {name}
        </Link>
      )
    case 'policy':
      return (
        <Link to="/o/$org/policies/$policy" params={{ org, policy: slug }}>
          Open {name}
        </Link>
      )
    case 'schedule':
      return (
        <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: slug }}>
          Open {name}
        </Link>
      )
    case 'role':
      return (
        <Link to="/o/$org/policies" params={{ org }}>
          Open the roles
        </Link>
      )
  }
}
