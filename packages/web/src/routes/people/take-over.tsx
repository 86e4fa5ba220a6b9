// Somebody else takes a shift, at once and with a way back.
import { useEdit, useEditReason, type Document, type OverrideDocument, type ScheduleDocument } from '../../parts/config.ts'
import { newOverride, OverrideForm, withOverride } from '../../parts/override-form.tsx'
import type { Shift } from '../../parts/rota.ts'
import { toast } from '../../shell/toast-list.ts'
import { Modal } from '@mantine/core'

type Props = { schedule: ScheduleDocument; shift: Shift; document: Document; close: () => void }

export function TakeOver({ schedule, shift, document, close }: Props) {
  const fixed = useEditReason(document)
  const edit = useEdit()
  const start = newOverride(Math.max(shift.from, Math.floor(Date.now() / 60_000) * 60_000), shift.to)
  const nameOf = (slug: string | null) => document.people.find((one) => one.slug === slug)?.name ?? 'Nobody'
  const done = (override: OverrideDocument) => {
    const after = withOverride(schedule, override)
    edit.mutate(
      { put: { schedules: [after] }, was: { schedules: [schedule] } },
      {
        onSuccess: () => {
          toast(`${nameOf(override.person)} stands in for ${shift.name} in ${schedule.name}.`, () =>
            edit.mutate({ put: { schedules: [schedule] }, was: { schedules: [after] } }),
          )
          close()
        },
      },
    )
  }
  if (fixed !== null)
    return (
      <Modal opened onClose={close} title={`${shift.name} in ${schedule.name}`}>
        <p>{fixed}</p>
      </Modal>
    )
  return (
    <OverrideForm
      title={`Instead of ${shift.name} in ${schedule.name}`}
      schedule={schedule}
      start={start}
      close={close}
      doWord="Take it over"
      doing={edit.isPending}
      error={edit.error}
      done={done}
    />
  )
}
