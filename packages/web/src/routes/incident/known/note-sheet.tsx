// Writing something about what is known; which note is open stands in the address.
import { usePanelOf } from '../../../ui/panel.ts'
import { Sheet } from '../../../ui/sheet.tsx'
import { EntryForm } from '../protocol/entry-form.tsx'
import type { IncidentView } from '../view.ts'
import { ConflictForm } from './conflict-form.tsx'
import { noteOf } from './notes.ts'

export const useNote = () => usePanelOf('note')

export function NoteSheet({ incident }: { incident: IncidentView }) {
  const { at, close } = useNote()
  const note = at === null ? null : noteOf(at)
  const isConflict = at === 'conflict'
  return (
    <Sheet opened={note !== null || isConflict} onClose={close} title={isConflict ? 'What does each source say?' : (note?.title ?? '')}>
      {isConflict && <ConflictForm incident={incident} onDone={close} />}
      {note !== null && (
        <EntryForm
          key={at}
          incident={incident}
          roles={[]}
          type={note.type}
          fixed={note.fixed}
          fields={note.fields}
          says={note.says}
          onDone={close}
        />
      )}
    </Sheet>
  )
}
