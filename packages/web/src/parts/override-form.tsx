// Somebody else takes a stretch of a schedule, or nobody does on purpose: who, for whom, from when to when.
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { MomentField } from '../ui/moment-field.tsx'
import { NotDone } from '../ui/states.tsx'
import { localDate } from '../ui/zoned.ts'
import { slugFor, type OverrideDocument, type ScheduleDocument } from './config.ts'
import classes from './override-form.module.css'
import { PersonSelect } from './person-select.tsx'

export type OverrideDraft = Omit<OverrideDocument, 'slug'> & { slug: string | null }

type Props = {
  title: string
  schedule: ScheduleDocument
  start: OverrideDraft
  close: () => void
  /** The word on the button: it says whether this saves at once. */
  doWord: string
  doing?: boolean
  error?: unknown
  done: (override: OverrideDocument) => void
}

/** Shown while it is mounted. */
export function OverrideForm({ title, schedule, start, close, doWord, doing = false, error, done }: Props) {
  const [draft, setDraft] = useState(start)
  const [gap, setGap] = useState(start.slug !== null && start.person === null)
  const from = Date.parse(draft.startsAt)
  const to = Date.parse(draft.endsAt)
  const set = (change: Partial<OverrideDraft>) => setDraft({ ...draft, ...change })
  const missing = !gap && draft.person === null ? 'Choose who takes over first.' : from >= to ? 'Put the end after the start.' : null
  return (
    <Modal opened onClose={close} title={title}>
      <div className={classes['form']}>
        <Choice
          label="What happens"
          value={gap ? 'gap' : 'person'}
          onChange={(value) => setGap(value === 'gap')}
          choices={[
            { value: 'person', label: 'Somebody takes it' },
            { value: 'gap', label: 'Nobody, on purpose' },
          ]}
        />
        {gap ? (
          <p className="muted">Whoever is on call is taken off it. Pages that ask this schedule go to their next rung at once.</p>
        ) : (
          <PersonSelect label="Who takes over" value={draft.person} onChange={(person) => set({ person })} />
        )}
        <MomentField label="From" timeZone={schedule.timeZone} value={from} onChange={(at) => set({ startsAt: iso(at) })} />
        <MomentField
          label="Until"
          timeZone={schedule.timeZone}
          value={to}
          onChange={(at) => set({ endsAt: iso(at) })}
          error={from >= to ? 'Put the end after the start.' : undefined}
        />
        <PersonSelect
          label="Only in place of"
          placeholder="Whoever is on call then"
          value={draft.replaces}
          onChange={(replaces) => set({ replaces })}
        />
        <NotDone error={error} />
        <Button
          primary
          loading={doing}
          disabledReason={missing}
          onClick={() => done({ ...draft, person: gap ? null : draft.person, slug: draft.slug ?? slugOf(schedule, draft) })}
        >
          {doWord}
        </Button>
      </div>
    </Modal>
  )
}

const iso = (at: number): string => new Date(at).toISOString()

function slugOf(schedule: ScheduleDocument, { startsAt, person }: OverrideDraft): string {
  return slugFor(`${localDate(Date.parse(startsAt), schedule.timeZone)} ${person ?? 'nobody'}`, schedule.overrides)
}

export function newOverride(from: number, to: number): OverrideDraft {
  return { slug: null, person: null, replaces: null, startsAt: iso(from), endsAt: iso(to) }
}

/** The schedule with this override in it: a new one last, so that it wins; an old one where it was. */
export function withOverride(schedule: ScheduleDocument, override: OverrideDocument): ScheduleDocument {
  const known = schedule.overrides.some(({ slug }) => slug === override.slug)
  const overrides = known
    ? schedule.overrides.map((one) => (one.slug === override.slug ? override : one))
    : [...schedule.overrides, override]
  return { ...schedule, overrides }
}

export function withoutOverride(schedule: ScheduleDocument, slug: string): ScheduleDocument {
  return { ...schedule, overrides: schedule.overrides.filter((one) => one.slug !== slug) }
}
