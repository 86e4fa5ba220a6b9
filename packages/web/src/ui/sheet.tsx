// A dialogue with room for a form: a window on a desk, the whole screen on a phone.
import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'

type Props = { opened: boolean; onClose: () => void; title: string; children: ReactNode }

export function Sheet({ opened, onClose, title, children }: Props) {
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" fullScreen={narrow}>
      {children}
    </Modal>
  )
}
