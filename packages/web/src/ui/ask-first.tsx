// A button for what cannot be undone: it asks once more, in words that say what will happen.
import { Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { usePanel } from './panel.ts'
import { NotDone } from './states.tsx'

type Props = {
  children: ReactNode
  /** Its name in the address, one for each such button of a screen. */
  panel: string
  /** As the question: "Remove Ana Silva?" */
  title: string
  says: ReactNode
  /** What the last button says. */
  verb: string
  act: () => Promise<unknown>
  error: unknown
  pending: boolean
  disabledReason?: string | null
  'aria-label'?: string
}

export function AskFirst({ children, panel, title, says, verb, act, error, pending, disabledReason = null, ...rest }: Props) {
  const { opened, open, close } = usePanel(panel)
  return (
    <>
      <Button onClick={open} disabledReason={disabledReason} {...rest}>
        {children}
      </Button>
      <Modal opened={opened && disabledReason === null} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="lg">
          <div>{says}</div>
          <NotDone error={error} />
          <Button primary loading={pending} onClick={() => void act().then(close, () => undefined)}>
            {verb}
          </Button>
          <Button onClick={close}>Not now</Button>
        </Stack>
      </Modal>
    </>
  )
}
