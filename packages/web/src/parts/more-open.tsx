// How many open incidents are not on this screen, and the way to them.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../api/use-api.ts'
import classes from './more-open.module.css'

export function MoreOpen({ count }: { count: number }) {
  const org = useOrg()
  return (
    <p className={classes['more']}>
      <Link to="/o/$org/incidents" params={{ org }} search={{ status: 'open' }}>
        {count} more open
      </Link>
    </p>
  )
}
