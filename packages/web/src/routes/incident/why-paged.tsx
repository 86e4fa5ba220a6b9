// "Why was I (not) paged?", for any person, in one sentence, with the receipts it rests on.
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMembership } from '../../api/session.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { useNames } from '../../parts/names.ts'
import { Time } from '../../ui/time.tsx'
import { localZone } from '../../ui/times.ts'
import { Shown } from '../../ui/states.tsx'
import classes from './incident.module.css'
import type { IncidentView } from './view.ts'

export function WhyPaged({ incident }: { incident: IncidentView }) {
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const me = useMembership()?.person ?? null
  const person = search['why'] ?? me?.slug ?? null
  const { data: names } = useNames()
  return (
    <>
      <Select
        aria-label="Whose paging to explain"
        placeholder="Choose a person"
        searchable
        limit={50}
        value={person}
        data={(names?.people ?? []).map(({ slug, name }) => ({ value: slug, label: slug === me?.slug ? `${name} (me)` : name }))}
        onChange={(why) => void navigate({ to: '.', search: (before) => ({ ...before, why: why ?? undefined }), replace: true })}
      />
      {person !== null && <Sentence incident={incident} person={person} />}
    </>
  )
}

function Sentence({ incident, person }: { incident: IncidentView; person: string }) {
  const org = useOrg()
  const query = useQuery(
    reading(org, ['incidents', String(incident.number), 'why', person], (api) =>
      api.incidents.why({ id: incident.id, person, timeZone: localZone() }),
    ),
  )
  return (
    <Shown query={query} rows={1}>
      {(why) => (
        <div className={classes['why']} aria-live="polite">
          <p>{why.sentence}</p>
          {why.receipts.length > 0 && (
            <ol className={classes['hops']}>
              {why.receipts.map((receipt, index) => (
                <li key={`${receipt.at} ${index}`}>
                  <Time at={receipt.at} only="clock" seconds /> <span className="muted">{receipt.detail}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
      )}
    </Shown>
  )
}
