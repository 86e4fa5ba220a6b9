// Declaring what no monitor has told of: a button wherever somebody may come to say that something is wrong.
import { lazy, Suspense } from 'react'
import { codeOf } from '../api/code.ts'
import { useRoleReason } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { usePanel } from '../ui/panel.ts'
import { Sheet } from '../ui/sheet.tsx'
import { Loading } from '../ui/states.tsx'

// On the first screen of all: its fields must not be waited for by whoever only looks.
const DeclareForm = lazy(() => codeOf(() => import('./declare-form.tsx')).then((code) => ({ default: code.DeclareForm })))

export function Declare() {
  const { opened, open, close } = usePanel('declare')
  const reason = useRoleReason('responder')
  return (
    <>
      <Button onClick={open} disabledReason={reason}>
        Declare an incident…
      </Button>
      <Sheet opened={opened && reason === null} onClose={close} title="What is wrong?">
        <Suspense fallback={<Loading rows={6} />}>
          <DeclareForm />
        </Suspense>
      </Sheet>
    </>
  )
}
