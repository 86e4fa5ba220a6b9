// Step three: one service, the simplest ladder (you, three times), and you as the last resort.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { slugFor, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './welcome.module.css'

type Props = { document: Document; person: { slug: string; name: string }; made: (key: string | null) => void }

export function FirstService({ document, person, made }: Props) {
  const reason = useEditReason(document)
  const edit = useEdit()
  const [name, setName] = useState('My first service')
  const save = async () => {
    const me = [{ person: person.slug }]
    const policy = slugFor('first-ladder', document.policies)
    const service = slugFor(name, document.services)
    const { newKeys } = await edit.mutateAsync({
      put: {
        policies: [{ slug: policy, name: 'First ladder', rungs: [{ targets: me, delayMinutes: 5 }] }],
        services: [{ slug: service, name: name.trim(), policy, integrations: [{ slug: 'first', kind: 'generic' }] }],
        ...(document.catchAll.targets.length === 0 && { catchAll: { targets: me } }),
      },
      was: document.catchAll.targets.length === 0 ? { catchAll: document.catchAll } : {},
    })
    made(newKeys.find((one) => one.service === service)?.key ?? null)
  }
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        save().catch(() => undefined)
      }}
    >
      <p className="muted">
        A service is what alerts are about. This one calls you, again after 5 minutes, three times in all; you are also the last resort. You
        can change all of it later.
      </p>
      <TextInput
        label="Its name"
        size="md"
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NotDone error={edit.error} />
      <Button type="submit" primary loading={edit.isPending} disabledReason={reason}>
        Make it
      </Button>
    </form>
  )
}
