// Declaring what no monitor has told of: a button wherever somebody may come to say that something is wrong.
import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { codeOf } from '../api/code.ts'
import { useRoleReason } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { usePanel } from '../ui/panel.ts'
import { Loading } from '../ui/states.tsx'

// On the first screen of all: its fields must not be waited for by whoever only looks.
const DeclareForm = lazy(() => codeOf(() => import('./declare-form.tsx')).then((code) => ({ default: code.DeclareForm })))

export function Declare() {
  const { opened, open, close } = usePanel('declare')
  const reason = useRoleReason('responder')
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <>
      <Button onClick={open} disabledReason={reason}>
        Declare an incident…
      </Button>
      <Modal opened={opened && reason === null} onClose={close} title="What is wrong?" size="lg" fullScreen={narrow}>
        <Suspense fallback={<Loading rows={6} />}>
          <DeclareForm />
        </Suspense>
      </Modal>
    </>
  )
}
