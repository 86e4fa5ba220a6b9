// A button for what cannot be undone: it asks once more, in words that say what will happen.
import { Modal, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { NotDone } from './states.tsx'

type Props = {
  children: ReactNode
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

export function AskFirst({ children, title, says, verb, act, error, pending, disabledReason = null, ...rest }: Props) {
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button onClick={() => setAsking(true)} disabledReason={disabledReason} {...rest}>
        {children}
      </Button>
      <Modal opened={asking} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="lg">
          <div>{says}</div>
          <NotDone error={error} />
          <Button primary loading={pending} onClick={() => void act().then(close, () => undefined)}>
            {verb}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
