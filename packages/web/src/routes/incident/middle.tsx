// The middle of the incident: the story as it was told, what is known, or all of it on one picture; which one stands in the address.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Choice } from '../../ui/choice.tsx'
import { Loading } from '../../ui/states.tsx'
import { UnsentFiles } from './files/add-file.tsx'
import classes from './incident.module.css'
import { NoteSheet } from './known/note-sheet.tsx'
import { useNarrow } from './narrow.ts'
import { Story } from './story.tsx'
import type { IncidentView } from './view.ts'

const Known = lazy(async () => ({ default: (await import('./known/known.tsx')).Known }))
const Picture = lazy(async () => ({ default: (await import('./picture/picture.tsx')).Picture }))

const VIEWS = [
  { value: 'story', label: 'Story' },
  { value: 'known', label: 'Known' },
  { value: 'time', label: 'In time' },
] as const

export function Middle({ incident }: { incident: IncidentView }) {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const isNarrow = useNarrow()
  const view = VIEWS.find(({ value }) => value === search['view'])?.value ?? 'story'
  return (
    <>
      <div className={classes['views']}>
        <Choice
          label="How to look at it"
          value={view}
          choices={VIEWS}
          onChange={(next) =>
            void navigate({ to: '.', search: (before) => ({ ...before, view: next === 'story' ? undefined : next }), resetScroll: false })
          }
        />
      </div>
      {/* On a phone the composer, which has them, is always there. */}
      {view !== 'story' && !isNarrow && <UnsentFiles incident={incident} />}
      {view === 'story' && <Story incident={incident} />}
      <Suspense fallback={<Loading rows={5} />}>
        {view === 'known' && <Known incident={incident} />}
        {view === 'time' && <Picture incident={incident} />}
      </Suspense>
      <NoteSheet incident={incident} />
    </>
  )
}
