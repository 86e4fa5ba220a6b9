// The words that are ready to be sent: one message at a time, the fields it may use, and how it reads in an incident.
import { Select, Textarea } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import type { Editing } from './editing.ts'
import { entriesOf, textOf } from './layer.ts'
import classes from './packs.module.css'

/** What is filled in from the log, as it might stand there. */
const SAMPLE: Readonly<Record<string, string>> = {
  service: 'Checkout',
  severity: 'SEV1',
  title: 'Checkout answers nobody',
  since: '03:10 UTC',
  impact: 'no order can be paid for',
  nextAt: '03:25 UTC',
  who: 'Ana Silva',
  error: '503 from the gateway',
  step: '3',
  action: 'the gateway was switched to its second site',
  group: 'dba',
  minutes: '15',
  status: 'the second site answers, and errors fall',
}

export function Messages({ parts, set, fixed }: Editing) {
  const { message } = useSearch({ strict: false })
  const navigate = useNavigate()
  const all = entriesOf(parts, 'templates')
  const [id, written] = all.find(([name]) => name === message) ?? all[0] ?? ['', '']
  const text = textOf(written)
  const unknown = [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, field = '']) => (field in SAMPLE ? [] : [field]))
  return (
    <div className={classes['form']}>
      <Select
        label="Message"
        size="md"
        searchable
        allowDeselect={false}
        data={all.map(([name]) => name)}
        value={id}
        onChange={(name) =>
          void navigate({ to: '.', search: (before) => ({ ...before, message: name ?? undefined }), replace: true, resetScroll: false })
        }
      />
      <Textarea
        label={`What "${id}" says`}
        description="In braces stands what is filled in from the incident."
        autosize
        minRows={4}
        maxLength={4000}
        readOnly={fixed !== null}
        value={text}
        error={
          unknown.length > 0
            ? `Nothing is known as ${unknown.map((field) => `{${field}}`).join(', ')}: it would be left as “…”.`
            : undefined
        }
        onChange={(event) => set(['templates', id], event.currentTarget.value)}
      />
      <div className={classes['fields']} role="group" aria-label="Put in">
        {Object.keys(SAMPLE).map((field) => (
          <Button key={field} disabledReason={fixed} onClick={() => set(['templates', id], `${text.trimEnd()} {${field}}`)}>
            {field}
          </Button>
        ))}
      </div>
      <section aria-label="How it reads" className={classes['reads']}>
        <h3>How it reads</h3>
        <p>{text.replaceAll(/\{(\w+)\}/g, (_whole, field: string) => SAMPLE[field] ?? '…')}</p>
      </section>
    </div>
  )
}
