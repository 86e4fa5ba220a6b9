// What runs here, under which licence, and where to read on.
import { useQuery } from '@tanstack/react-query'
import { useOrg } from '../../api/use-api.ts'
import { Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { statusReading } from './health.tsx'
import classes from './settings.module.css'

export function About() {
  const status = useQuery(statusReading(useOrg()))
  return (
    <Part title="About">
      <Shown query={status} rows={3}>
        {({ version, organisation }) => (
          <dl className={classes['facts']}>
            <dt>Version</dt>
            <dd>Muster {version}</dd>
            <dt>Organisation</dt>
            <dd className="foreign">{organisation}</dd>
            <dt>Licence</dt>
            <dd>Apache License 2.0</dd>
            <dt>API</dt>
            <dd>
              <a href="/api">How to read and change all of this by program</a>
            </dd>
          </dl>
        )}
      </Shown>
    </Part>
  )
}
