// The pack as text, for everything that has no form: checked while it is written, each fault at its line.
import { Textarea } from '@mantine/core'
import { useRef } from 'react'
import { NotDone } from '../../ui/states.tsx'
import { useCheck } from './check.ts'
import { Faults } from './faults.tsx'
import classes from './packs.module.css'

export function Source({ text, set, fixed }: { text: string; set: (text: string) => void; fixed: string | null }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const { query } = useCheck(text)
  const go = (line: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const end = text.indexOf('\n', start)
    area.current?.focus()
    area.current?.setSelectionRange(start, end === -1 ? text.length : end)
  }
  return (
    <>
      <Textarea
        ref={area}
        label="The pack, as YAML"
        description="What it does not say is as it is in the pack it is laid over. Under “change” stand single things, by part and name."
        autosize
        minRows={16}
        maxRows={40}
        spellCheck={false}
        classNames={{ input: classes['code'] ?? '' }}
        readOnly={fixed !== null}
        value={text}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <section aria-label="Check" aria-live="polite" className={classes['check']}>
        {query.data !== undefined && <Faults checked={query.data} go={go} />}
        <NotDone error={query.error} />
      </section>
    </>
  )
}
