// Which protocol new incidents go by: what each calls grave, and whom that calls, side by side before it is chosen.
import { Radio } from '@mantine/core'
import { gradeWords, SHAPES } from '@muster/core/vocabulary.ts'
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { Shown } from '../../ui/states.tsx'
import classes from './settings.module.css'

type Summary = Awaited<ReturnType<Api['config']['protocols']>>['items'][number]

export function Protocol({ document }: { document: Document }) {
  const org = useOrg()
  const query = useQuery(reading(org, ['config', 'protocols'], (api) => api.config.protocols()))
  return (
    <Shown query={query} rows={2}>
      {({ items }) => <Choosing document={document} protocols={items} />}
    </Shown>
  )
}

function Choosing({ document, protocols }: { document: Document; protocols: readonly Summary[] }) {
  const reason = useEditReason(document)
  const edit = useEdit()
  const stored = document.organisation
  const draft = useDraft(stored?.protocol ?? '')
  const chosen = protocols.find(({ name }) => name === draft.value)
  const save = async () => {
    if (stored === undefined) return
    await edit.mutateAsync({
      put: { organisation: { ...stored, protocol: draft.value } },
      was: { organisation: { ...stored, protocol: draft.was } },
    })
    draft.discard()
  }
  return (
    <>
      <Radio.Group label="New incidents go by" description={reason} value={draft.value} onChange={draft.set} readOnly={reason !== null}>
        <div className={classes['choices']}>
          {protocols.map(({ name, version, about }) => (
            <Radio key={name} value={name} label={`${name}, version ${version}`} description={about} disabled={reason !== null} />
          ))}
        </div>
      </Radio.Group>
      {chosen !== undefined && <Severities of={chosen} />}
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>Incidents opened from now on go by {draft.value}. Those that are open keep the protocol they opened with.</p>}
        save={() => void save().catch(() => undefined)}
        discard={draft.discard}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={reason}
      />
    </>
  )
}

/** Severities that have one name are one. */
function Severities({ of: { name, severities } }: { of: Summary }) {
  const shown = severities.filter(({ label }, index) => severities.findIndex((one) => one.label === label) === index)
  return (
    <dl className={classes['facts']} aria-label={`Severities of ${name}`}>
      {shown.map((one) => (
        <div key={one.severity} className={classes['severity']}>
          <dt>
            <span aria-hidden="true">{SHAPES[one.class]}</span> {gradeWords(one)}
          </dt>
          <dd>
            {one.means} <span className="muted">{one.escalation}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
