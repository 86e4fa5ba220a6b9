// A new contact of my own: what kind, which address; a code goes there at once.
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDoing } from '../api/use-api.ts'
import { slugFor } from './config.ts'
import type { Api } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { Button } from '../ui/button.tsx'
import { NotDone } from '../ui/states.tsx'
import classes from './contact.module.css'
import { WRITTEN, type WrittenChannel } from './channel-words.ts'

export type Myself = Awaited<ReturnType<Api['me']['show']>>
export type MyContact = Myself['contacts'][number]

const OPTIONS = [
  { value: 'ntfy', label: 'ntfy: rings a phone' },
  { value: 'email', label: 'E-mail' },
  { value: 'webhook', label: 'Webhook' },
]

const channelOf = (value: string | null): WrittenChannel => (value === 'email' || value === 'webhook' ? value : 'ntfy')

/** What the server is told of a contact that stays: its secret stays too. */
export const asDocument = ({ slug, channel, address }: MyContact) => ({ slug, channel, address })

export function AddContact({ me, fixed }: { me: Myself; fixed: string | null }) {
  const [channel, setChannel] = useState<WrittenChannel>('ntfy')
  const [address, setAddress] = useState('')
  const add = useDoing(
    (api) =>
      api.me.edit({
        contacts: [...me.contacts.map(asDocument), { slug: slugFor(channel, me.contacts), channel, address: address.trim() }],
      }),
    ['config'],
  )
  const { label, example, how } = WRITTEN[channel]
  const fault = add.error === null ? undefined : failureOf(add.error).faults.find(({ at }) => at.endsWith('.address'))
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(undefined, { onSuccess: () => setAddress('') })
      }}
    >
      <Select
        label="Kind"
        size="md"
        allowDeselect={false}
        data={OPTIONS}
        value={channel}
        onChange={(value) => setChannel(channelOf(value))}
      />
      <TextInput
        label={label}
        description={how}
        placeholder={example}
        size="md"
        required
        withAsterisk={false}
        maxLength={2000}
        value={address}
        error={fault?.says}
        onChange={(event) => {
          setAddress(event.currentTarget.value)
          add.reset()
        }}
      />
      {fault === undefined && <NotDone error={add.error} />}
      <Button type="submit" loading={add.isPending} disabledReason={fixed}>
        Add it
      </Button>
    </form>
  )
}
