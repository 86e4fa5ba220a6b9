// A new password for a member who forgot theirs: a one-time link, shown once.
import { Modal, Stack } from '@mantine/core'
import { useDoing } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import { Once } from './once.tsx'

export function ResetPassword({ member, name }: { member: string; name: string }) {
  const panel = usePanel(`reset:${member}`)
  const make = useDoing((api) => api.members.resetLink({ id: member }), ['account'])
  const close = () => {
    panel.close()
    make.reset()
  }
  return (
    <>
      <Button onClick={panel.open} aria-label={`Reset password of ${name}`}>
        Reset password…
      </Button>
      <Modal
        opened={panel.opened}
        onClose={close}
        // The link is shown only once: a click beside it must not lose it.
        closeOnClickOutside={make.data === undefined}
        title={`Reset the password of ${name}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {make.data === undefined ? (
          <Stack gap="lg">
            <div>
              You get a link to send to them. With it they choose a new password, and are signed out everywhere. Until then nothing changes;
              a second factor stays on.
            </div>
            <NotDone error={make.error} />
            <Button primary loading={make.isPending} onClick={() => make.mutate()}>
              Make the link
            </Button>
          </Stack>
        ) : (
          <Once
            value={make.data.link}
            label="The link"
            says={`Send it to ${name}. It is shown only now, opens once, and runs out in 24 hours.`}
            done={close}
          />
        )}
      </Modal>
    </>
  )
}
