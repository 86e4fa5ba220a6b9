// First of all: am I on call, until when, and when next.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMembership } from '../../api/session.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { Standing } from './standing.tsx'

export function MyShifts() {
  const org = useOrg()
  const membership = useMembership()
  const slug = membership?.person?.slug ?? null
  if (membership === undefined) return null
  if (slug === null)
    return (
      <p className="muted">
        No person of this organisation is you, so no shift is yours.{' '}
        <Link to="/o/$org/me" params={{ org }}>
          My page
        </Link>{' '}
        says more.
      </p>
    )
  return <Mine org={org} slug={slug} />
}

function Mine({ org, slug }: { org: string; slug: string }) {
  const query = useQuery(reading(org, ['config', 'people', slug], (api) => api.people.show({ person: slug })))
  return (
    <Part
      title="My shifts"
      actions={
        <Link to="/o/$org/me" params={{ org }} className="small">
          What rings me
        </Link>
      }
    >
      <Shown query={query} rows={1}>
        {(person) => <Standing person={person} mine />}
      </Shown>
    </Part>
  )
}
