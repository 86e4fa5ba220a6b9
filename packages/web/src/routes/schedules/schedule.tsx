// A schedule: the rota as bars, and beside it everything that shapes it.
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useParams } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import {
  managedReason,
  useDocument,
  useEdit,
  useEditReason,
  type Document,
  type OverrideDocument,
  type ScheduleDocument,
} from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { newOverride, OverrideForm, withOverride, type OverrideDraft } from '../../parts/override-form.tsx'
import { SaveBar } from '../../parts/save-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { scheduleChanges } from './changes.ts'
import { Fields } from './fields.tsx'
import { Overrides } from './overrides.tsx'
import { Picture } from './picture.tsx'
import { RemoveSchedule } from './remove.tsx'
import classes from './schedules.module.css'

export function Schedule() {
  const { schedule: slug } = useParams({ strict: false })
  const query = useDocument()
  const stored = query.data?.schedules.find((one) => one.slug === slug)
  if (query.data !== undefined && stored === undefined) return <Missing />
  return (
    <Screen
      title={stored?.name ?? 'Schedule'}
      wide
      intro={stored !== undefined && <Intro document={query.data} schedule={stored} />}
      actions={
        stored !== undefined && (
          <>
            <Button onClick={() => window.print()}>Print</Button>
            <RemoveSchedule schedule={stored} document={query.data} />
          </>
        )
      }
    >
      <Shown query={query} rows={6}>
        {(document) => stored !== undefined && <Editor key={stored.slug} stored={stored} document={document} />}
      </Shown>
    </Screen>
  )
}

function Missing() {
  const org = useOrg()
  return (
    <Screen title="No such schedule">
      <Empty
        title="It was removed, or the address is wrong."
        action={
          <Link to="/o/$org/policies" params={{ org }}>
            All schedules
          </Link>
        }
      />
    </Screen>
  )
}

function Intro({ document, schedule }: { document: Document | undefined; schedule: ScheduleDocument }) {
  const org = useOrg()
  const using = (document?.policies ?? []).filter((policy) => usesSchedule(policy.rungs, schedule.slug))
  const managed = managedReason(document)
  return (
    <>
      {using.length === 0 ? 'No policy asks this schedule yet.' : 'Asked by '}
      {using.map(({ slug, name }, index) => (
        <span key={slug}>
          {index > 0 && ', '}
          <Link to="/o/$org/policies/$policy" params={{ org, policy: slug }}>
            {name}
          </Link>
        </span>
      ))}
      {managed !== null && <p>{managed}</p>}
    </>
  )
}

function usesSchedule(rungs: Document['policies'][number]['rungs'], slug: string): boolean {
  return rungs.some(({ targets }) => targets.some((to) => 'schedule' in to && to.schedule === slug))
}

const SETTLE_MS = 250

/** Which cover the address speaks of: one of the schedule's by its slug, or a new one by its stretch. */
function coverAt(schedule: ScheduleDocument, which: string): OverrideDraft | null {
  const stretch = /^(\d+)-(\d+)$/.exec(which)
  if (stretch !== null) return newOverride(Number(stretch[1]), Number(stretch[2]))
  return schedule.overrides.find(({ slug }) => slug === which) ?? null
}

function Editor({ stored, document }: { stored: ScheduleDocument; document: Document }) {
  const fixed = useEditReason(document)
  const draft = useDraft(stored)
  const [shown] = useDebouncedValue(draft.value, SETTLE_MS)
  const panel = usePanelOf('cover')
  const editing = panel.at === null ? null : coverAt(draft.value, panel.at)
  const edit = useEdit()
  const put = (override: OverrideDocument) => {
    draft.set(withOverride(draft.value, override))
    panel.close()
  }
  const nameOf = (slug: string) => document.people.find((one) => one.slug === slug)?.name ?? slug
  const changes = scheduleChanges(draft.was, draft.value, nameOf)
  return (
    <div className={classes['editor']}>
      <div className={classes['picture']}>
        <Picture
          stored={stored}
          schedule={shown}
          draw={fixed === null ? (from, to) => panel.open(`${from}-${to}`) : undefined}
          nameOf={nameOf}
          openOverride={panel.open}
        />
        <Overrides schedule={draft.value} fixed={fixed} nameOf={nameOf} set={draft.set} edit={panel.open} />
      </div>
      <Fields schedule={draft.value} set={draft.set} fixed={fixed} error={edit.error} nameOf={nameOf} />
      {editing !== null && fixed === null && (
        <OverrideForm
          title={editing.slug === null ? 'Somebody else takes it' : 'Change this cover'}
          schedule={draft.value}
          start={editing}
          close={panel.close}
          doWord="Put it in the picture"
          done={put}
        />
      )}
      <div className={classes['foot']}>
        <SaveBar
          dirty={draft.dirty}
          overtaken={draft.overtaken}
          says={<p>{changes.join(' ')}</p>}
          saving={edit.isPending}
          error={edit.error}
          disabledReason={fixed}
          discard={() => {
            edit.reset()
            draft.discard()
          }}
          save={() => edit.mutate({ put: { schedules: [draft.value] }, was: { schedules: [draft.was] } }, { onSuccess: draft.discard })}
        />
      </div>
    </div>
  )
}
