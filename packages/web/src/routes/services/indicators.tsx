// The few numbers that tell whether a service works: what each has to reach, and where it is read.
import { baselineWords, targetWords } from '@muster/core/reading/indicator.ts'
import { useDocument, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Shown } from '../../ui/states.tsx'
import { IndicatorForm } from './indicator-form.tsx'
import type { ServiceDocument } from './service-form.tsx'
import classes from './services.module.css'

const NEW = 'new'

export function Indicators({ slug }: { slug: string }) {
  const query = useDocument()
  return (
    <Part title="Key indicators">
      <Shown query={query} rows={2}>
        {(document) => {
          const service = document.services.find((one) => one.slug === slug)
          return service === undefined ? null : <List service={service} document={document} />
        }}
      </Shown>
    </Part>
  )
}

type Props = { service: ServiceDocument; document: Document }

function List({ service, document }: Props) {
  const { at, open, close } = usePanelOf('indicator')
  const fixed = useEditReason(document)
  const { indicators } = service
  const shown = indicators.find(({ slug }) => slug === at)
  return (
    <>
      {indicators.length === 0 && (
        <p className="muted">
          None yet. Name one or two numbers that are only good when it works, such as the share of checkouts that succeed.
        </p>
      )}
      <ul className={classes['plain']}>
        {indicators.map((one) => (
          <li key={one.slug} className={classes['pair']}>
            <span>
              <span className="strong foreign">{one.name}</span> {targetWords(one)}
              <br />
              <span className="muted small">{whereWords(one, document)}</span>
            </span>
            <Button size="compact-sm" aria-label={`Edit: ${one.name}`} onClick={() => open(one.slug)}>
              Edit…
            </Button>
          </li>
        ))}
      </ul>
      <p className={classes['after']}>
        <Button onClick={() => open(NEW)} disabledReason={fixed}>
          Add an indicator…
        </Button>
      </p>
      <Sheet opened={at === NEW || shown !== undefined} onClose={close} title={shown === undefined ? 'A key indicator' : shown.name}>
        <IndicatorForm key={at} service={service} document={document} stored={shown ?? null} close={close} />
      </Sheet>
    </>
  )
}

function whereWords({ from, baseline, unit, holdMinutes }: ServiceDocument['indicators'][number], { sources }: Document): string {
  const where = from === null ? 'read by hand' : `read from ${sources.find(({ slug }) => slug === from.source)?.name ?? from.source}`
  const usual = baseline === null ? '' : ` · baseline ${baselineWords(baseline, unit)}`
  return `${where} · has to hold for ${holdMinutes} min${usual}`
}
