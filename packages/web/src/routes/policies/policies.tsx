// Who is woken when: policies, the schedules they ask, and the catch-all when all of it was in vain.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { reading, useOrg } from '../../api/use-api.ts'
import { managedReason, useDocument, useEditReason, type Document } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { targetName } from '../../parts/target-select.tsx'
import { Button } from '../../ui/button.tsx'
import { Part, Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { CatchAll } from './catch-all.tsx'
import { NamedTargets } from './named-targets.tsx'
import { ladderWords } from './minutes.ts'
import { NewPolicy, NewSchedule } from './new.tsx'
import classes from './policies.module.css'

export function Policies() {
  const query = useDocument()
  const managed = managedReason(query.data)
  return (
    <Screen title="Policies and schedules" intro={managed ?? 'A policy says who is woken when; a schedule says who is on call.'}>
      <Shown query={query} rows={6}>
        {(document) => <Lists document={document} />}
      </Shown>
    </Screen>
  )
}

function Lists({ document }: { document: Document }) {
  const fixed = useEditReason(document)
  const navigate = useNavigate()
  const { new: making } = useSearch({ strict: false })
  const make = (kind: 'policy' | 'schedule' | undefined) =>
    void navigate({ to: '.', search: kind === undefined ? {} : { new: kind }, replace: true })
  const button = (kind: 'policy' | 'schedule') => (
    <Button onClick={() => make(kind)} disabledReason={fixed}>
      New {kind}
    </Button>
  )
  return (
    <>
      <Part title="Policies" actions={button('policy')}>
        {document.policies.length === 0 ? (
          <Empty title="No policy yet">
            Make a schedule first, then a policy that asks it: whoever is on call is woken, and when they do not answer, the next.
          </Empty>
        ) : (
          <PolicyRows document={document} />
        )}
      </Part>
      <Part title="Schedules" actions={button('schedule')}>
        {document.schedules.length === 0 ? (
          <Empty title="No schedule yet">
            A schedule is a list of people who take turns. Without one a policy can still wake people by name.
          </Empty>
        ) : (
          <ScheduleRows document={document} />
        )}
      </Part>
      <NamedTargets kind="roles" document={document} />
      <NamedTargets kind="audiences" document={document} />
      <CatchAll document={document} />
      {making === 'policy' && fixed === null && <NewPolicy document={document} close={() => make(undefined)} />}
      {making === 'schedule' && fixed === null && <NewSchedule document={document} close={() => make(undefined)} />}
    </>
  )
}

function PolicyRows({ document }: { document: Document }) {
  const org = useOrg()
  return (
    <ul className={classes['rows']} aria-label="Policies">
      {document.policies.map((policy) => (
        <li key={policy.slug} className={classes['row']}>
          <div>
            <Link to="/o/$org/policies/$policy" params={{ org, policy: policy.slug }} className={classes['link']}>
              {policy.name}
            </Link>
            <p className="muted small">
              {policy.rungs.map(({ targets }) => namesOf(targets.map((one) => targetName(one, document)))).join(' → ')}
            </p>
          </div>
          <span className="muted small">
            {ladderWords(policy)} · {usedBy(document, policy.slug)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function usedBy(document: Document, slug: string): string {
  const count = document.services.filter(({ policy }) => policy === slug).length
  return count === 1 ? '1 service' : `${count} services`
}

function ScheduleRows({ document }: { document: Document }) {
  const org = useOrg()
  const { data } = useQuery(reading(org, ['config', 'on-call'], (api) => api.onCall.list({})))
  const standing = new Map((data?.schedules ?? []).map((one) => [one.slug, one]))
  return (
    <ul className={classes['rows']} aria-label="Schedules">
      {document.schedules.map(({ slug, name }) => {
        const now = standing.get(slug)
        return (
          <li key={slug} className={classes['row']}>
            <div>
              <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: slug }} className={classes['link']}>
                {name}
              </Link>
              {now !== undefined && (
                <p className={now.people.length === 0 ? classes['overdue'] : 'muted small'}>
                  {now.people.length === 0 ? 'Nobody is on call' : `${namesOf(now.people.map((one) => one.name))} is on call`}
                </p>
              )}
            </div>
            {now?.until && (
              <span className="muted small">
                until <Time at={now.until} />
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
