// When the organisation works: what is minor waits for it, and working days are counted by it.
import { faultsInside, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { WorkingHours, type Hours } from '../../parts/working-hours.tsx'

export function OwnHours({ document }: { document: Document }) {
  const reason = useEditReason(document)
  const edit = useEdit()
  const stored = document.organisation
  const draft = useDraft<Hours | null>(stored?.hours ?? null)
  const faults = faultsInside(edit.error)
  const name = stored?.name
  const save = () => {
    if (name === undefined) return
    edit.mutate(
      { put: { organisation: { name, hours: draft.value } }, was: { organisation: { name, hours: draft.was } } },
      { onSuccess: draft.discard },
    )
  }
  return (
    <>
      <WorkingHours
        label="It has working hours"
        description={reason ?? 'A minor incident raised outside of them waits until they begin. Without them it wakes nobody at all.'}
        value={draft.value}
        put={draft.set}
        isOff={reason !== null}
        fault={(place) => faults.get(`put.organisation.hours.${place}`)}
      />
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={
          <p>
            {draft.value === null
              ? 'From now on a minor incident is on the screen and wakes nobody.'
              : 'A minor incident is called for in these hours, and waits for them at night.'}
          </p>
        }
        save={save}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={reason}
      />
    </>
  )
}
