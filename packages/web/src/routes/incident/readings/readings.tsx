// The key indicators of the incident's service: value and target, how long it has held, and where that is known from.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading, useOrg } from '../../../api/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { usePanelOf } from '../../../ui/panel.ts'
import { Part } from '../../../ui/screen.tsx'
import { Shown } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { useWhyNot } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import { ReadingForms } from './forms.tsx'
import classes from './readings.module.css'
import { Sparkline } from './sparkline.tsx'
import { AGAIN_MS, lookOf, type ReadingView } from './view.ts'

export function Readings({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const query = useQuery({
    ...reading(org, ['incidents', String(incident.number), 'readings'], (api) => api.incidents.readings({ id: incident.id })),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.items.length > 0 ? AGAIN_MS : false),
  })
  return (
    <Part title="Readings">
      <Shown query={query} rows={2}>
        {({ items }) => (
          <>
            {items.length === 0 && <Nothing incident={incident} />}
            <ul className={classes['list']}>
              {items.map((one) => (
                <li key={one.slug}>
                  <Row reading={one} />
                </li>
              ))}
            </ul>
            <ReadingForms incident={incident} readings={items} />
          </>
        )}
      </Shown>
    </Part>
  )
}

function Nothing({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  return (
    <p className="muted">
      No number says yet whether {incident.service.name} works.{' '}
      <Link to="/o/$org/services/$service" params={{ org, service: incident.service.slug }} search={{ panel: 'indicator:new' }}>
        Name one
      </Link>
      , and it is watched here.
    </p>
  )
}

function Row({ reading: one }: { reading: ReadingView }) {
  const { shape, word, tone } = lookOf(one)
  return (
    <div className={classes['row']}>
      <p className={classes['head']}>
        <span className="strong foreign">{one.name}</span>
        <span className={classes['value']}>{one.value ?? '–'}</span>
      </p>
      <p className={classes['state']} data-tone={tone}>
        <span aria-hidden="true">{shape}</span> {word}
        <span className="muted"> · target {one.target}</span>
      </p>
      {one.baseline !== null && <p className="muted small">Baseline {one.baseline}</p>}
      {one.why !== null && <p className="small foreign">{one.why}</p>}
      {one.trouble !== null && <p className="small foreign">{one.trouble}. It is asked again every half minute.</p>}
      <Sparkline reading={one} />
      <From reading={one} />
      <Others reading={one} />
      <Doing reading={one} />
    </div>
  )
}

const sourceWords = ({ name, by, isDistrusted }: NonNullable<ReadingView['source']>): string =>
  `${by === null || by === name ? name : `${name}, read by ${by}`}${isDistrusted ? ' · marked as unreliable here' : ''}`

function From({ reading: { source, at, isAutomatic } }: { reading: ReadingView }) {
  if (source === null || at === null) return null
  return (
    <p className="muted small">
      <Time at={at} /> · <span className="foreign">{sourceWords(source)}</span>
      {!isAutomatic && ' · read by hand'}
    </p>
  )
}

function Others({ reading: { others } }: { reading: ReadingView }) {
  if (others.length === 0) return null
  return (
    <ul className={classes['others']} aria-label="What other sources say">
      {others.map((other) => (
        <li key={`${other.name} ${other.at}`} className="small">
          <span className={classes['agrees']} data-agrees={other.agrees}>
            <span aria-hidden="true">{other.agrees ? '=' : '≠'}</span> {other.agrees ? 'Agrees' : 'Disagrees'}
          </span>
          : {other.value} · <Time at={other.at} /> · <span className="foreign">{sourceWords(other)}</span>
        </li>
      ))}
    </ul>
  )
}

function Doing({ reading: { slug, name, source, state } }: { reading: ReadingView }) {
  const whyNot = useWhyNot()
  const read = usePanelOf('reading')
  const doubt = usePanelOf('doubt')
  const aside = usePanelOf('aside')
  return (
    <div className={classes['doing']}>
      <Button size="compact-sm" disabledReason={whyNot} aria-label={`Record a reading: ${name}`} onClick={() => read.open(slug)}>
        Record a reading…
      </Button>
      {source !== null && source.name !== source.by && !source.isDistrusted && (
        <Button size="compact-sm" disabledReason={whyNot} aria-label={`Doubt the source: ${name}`} onClick={() => doubt.open(slug)}>
          Doubt the source…
        </Button>
      )}
      {state !== 'not-applicable' && (
        <Button size="compact-sm" disabledReason={whyNot} aria-label={`Set aside: ${name}`} onClick={() => aside.open(slug)}>
          Set aside…
        </Button>
      )}
    </div>
  )
}
