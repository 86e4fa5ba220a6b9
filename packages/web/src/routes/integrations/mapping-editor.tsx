// The mapping of a generic key, tried live on a sample while it is written: what each field becomes, where it came from, what is wrong.
import { Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { useDocument, useEdit, useEditReason } from '../../parts/config.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { pretty } from '../../parts/raw-body.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './integrations.module.css'
import type { IntegrationView } from './kinds.ts'

type Tried = Awaited<ReturnType<Api['signals']['dryRun']>>
type DryRun = Parameters<Api['signals']['dryRun']>[0]
type Json = DryRun['body']

const SETTLE_MS = 300
const SAMPLE = '{\n  "summary": "Checkout answers nobody",\n  "severity": "critical",\n  "source": "probe-1"\n}'
const UPTIME_KUMA = {
  resolveWhen: { path: '$.heartbeat.status', oneOf: [1, 3] },
  key: 'uptime-kuma/{{ $.monitor.id }}',
  severity: { path: '$.heartbeat.status', map: { '0': 'critical', '2': 'warning' }, default: 'critical' },
  summary: ['{{ $.monitor.name }}: {{ $.heartbeat.msg }}', '$.msg'],
  source: ['$.monitor.name', 'Uptime Kuma'],
  eventAt: '$.heartbeat.time',
}

const written = (mapping: unknown): string => (mapping === null || mapping === undefined ? '' : JSON.stringify(mapping, null, 2))

export function MappingEditor({ integration }: { integration: IntegrationView }) {
  const { data: document } = useDocument()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [edited, setEdited] = useState<string | null>(null)
  const last = integration.signals.find(({ body }) => body !== null && !body.cut)?.body?.text
  const [sample, setSample] = useState(() => pretty(last ?? SAMPLE))
  const stored = written(integration.mapping)
  const mapping = edited ?? stored
  const read = readJson(mapping)
  const service = document?.services.find(({ slug }) => slug === integration.service.slug)
  const save = () => {
    if (service === undefined || !read.ok) return
    const integrations = service.integrations.map(({ mapping: before, ...one }) =>
      one.slug === integration.slug
        ? { ...one, ...(read.value !== undefined && { mapping: read.value }) }
        : { ...one, ...(before !== undefined && { mapping: before }) },
    )
    edit.mutate({ put: { services: [{ ...service, integrations }] }, was: { services: [service] } }, { onSuccess: () => setEdited(null) })
  }
  return (
    <>
      <div className={classes['mapping']}>
        <Textarea
          label="Mapping, as JSON"
          description="Empty: the obvious words are understood. Paths look like $.a.b[0]; {{ $.a }} puts one into a sentence."
          autosize
          minRows={10}
          maxRows={24}
          classNames={{ input: classes['code'] ?? '' }}
          spellCheck={false}
          readOnly={fixed !== null}
          value={mapping}
          error={read.ok ? undefined : `Not JSON yet: ${read.says}`}
          onChange={(event) => setEdited(event.currentTarget.value)}
        />
        <Textarea
          label="A sample of what the monitor sends"
          description={
            last === undefined ? 'Nothing was received yet: paste one.' : 'The last one received; change it as you like. Nothing is stored.'
          }
          autosize
          minRows={10}
          maxRows={24}
          classNames={{ input: classes['code'] ?? '' }}
          spellCheck={false}
          value={sample}
          onChange={(event) => setSample(event.currentTarget.value)}
        />
      </div>
      {fixed === null && mapping === '' && (
        <Button onClick={() => setEdited(written(UPTIME_KUMA))}>Start from the one for Uptime Kuma</Button>
      )}
      <Outcome mapping={mapping} sample={sample} />
      <SaveBar
        dirty={edited !== null && edited.trim() !== stored}
        says={
          <p>
            {mapping.trim() === ''
              ? 'The mapping goes; the obvious words are understood.'
              : 'From the next signal on it is read like this.'}
          </p>
        }
        saving={edit.isPending}
        error={edit.error}
        disabledReason={fixed ?? (read.ok ? null : 'Mend the JSON first.')}
        save={save}
        discard={() => {
          edit.reset()
          setEdited(null)
        }}
      />
    </>
  )
}

type ReadJson = { ok: true; value: Json | undefined } | { ok: false; says: string }

function readJson(text: string): ReadJson {
  if (text.trim() === '') return { ok: true, value: undefined }
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (error) {
    return { ok: false, says: error instanceof Error ? error.message : 'it does not end' }
  }
}

function Outcome({ mapping, sample }: { mapping: string; sample: string }) {
  const org = useOrg()
  const [[askedMapping, askedSample]] = useDebouncedValue([mapping, sample] as const, SETTLE_MS)
  const map = readJson(askedMapping)
  const body = readJson(askedSample)
  const isReady = map.ok && body.ok && body.value !== undefined
  const tried = useQuery({
    ...reading(org, ['config', 'dry-run', askedMapping, askedSample], (api) => {
      const kind = 'generic' as const
      if (!map.ok || !body.ok || body.value === undefined) throw new Error('there is nothing to try')
      return api.signals.dryRun({ kind, body: body.value, ...(map.value !== undefined && { mapping: map.value }) })
    }),
    enabled: isReady,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <section aria-label="What the sample becomes" aria-live="polite" className={classes['outcome']}>
      <h3>What the sample becomes</h3>
      {!body.ok && <p className={classes['bad']}>The sample is not JSON yet: {body.says}</p>}
      {body.ok && body.value === undefined && <p className="muted">Paste a sample to see it.</p>}
      {isReady && tried.data !== undefined && <Fields tried={tried.data} />}
      {isReady && <NotDone error={tried.error} />}
    </section>
  )
}

const FIELDS = ['summary', 'severity', 'action', 'key', 'source', 'eventAt', 'labels', 'links'] as const
const SHOWN_SIGNALS = 5

function Fields({ tried }: { tried: Tried }) {
  if (tried.problems.length > 0)
    return (
      <ul className={classes['problems']}>
        {tried.problems.flatMap(problemsIn).map((says) => (
          <li key={says} className="foreign">
            {says}
          </li>
        ))}
      </ul>
    )
  if (tried.signals.length === 0) return <p className={classes['bad']}>Nothing: the path in “each” finds no item in the sample.</p>
  return (
    <>
      {tried.signals.length > 1 && <p className="muted">{tried.signals.length} signals.</p>}
      {tried.signals.slice(0, SHOWN_SIGNALS).map((signal, index) => (
        <table key={index} className={classes['fields']}>
          <caption className={classes['unseen']}>Signal {index + 1}</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Becomes</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          <tbody>
            {FIELDS.map((field) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td className="foreign">{wordOf(signal[field])}</td>
                <td className="foreign muted">{tried.from[index]?.[field] ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  )
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The answer a monitor would get, taken apart: each fault names its place in the mapping. */
function problemsIn(problem: string): string[] {
  const read = readJson(problem)
  const errors: unknown =
    read.ok && read.value !== null && typeof read.value === 'object' && !Array.isArray(read.value) ? read.value['errors'] : null
  return Array.isArray(errors) ? errors.map(String) : [problem]
}
