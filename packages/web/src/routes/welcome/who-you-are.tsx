// Step one: the account becomes a person who can be paged, one that is there or a new one.
import { Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../api/client.ts'
import { meQuery, useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { managedReason, slugFor, type Document } from '../../parts/config.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { localZone } from '../../ui/times.ts'
import { ZONES } from '../../ui/zoned.ts'
import classes from './welcome.module.css'

type Chosen = { slug: string } | { name: string; timeZone: string }

export function WhoYouAre({ document }: { document: Document }) {
  const { data: me } = useQuery(meQuery)
  const queries = useQueryClient()
  const reason = useRoleReason('administrator')
  const managed = managedReason(document)
  const [known, setKnown] = useState<string | null>(null)
  const [name, setName] = useState(me?.account.name ?? '')
  const [timeZone, setTimeZone] = useState(localZone())
  const link = useDoing(
    (api, chosen: Chosen) => becomePerson(api, { accountId: me?.account.id ?? '', chosen, document }),
    ['config', 'account'],
  )
  const go = (chosen: Chosen) => link.mutate(chosen, { onSuccess: () => queries.invalidateQueries({ queryKey: ['', 'account', 'me'] }) })
  if (reason !== null)
    return <p className="muted">An administrator says which person you are, under Settings, Members. Then this ticks itself.</p>
  return (
    <>
      {document.people.length > 0 && (
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault()
            if (known !== null) go({ slug: known })
          }}
        >
          <PersonSelect label="You are" value={known} onChange={setKnown} />
          <Button type="submit" primary loading={link.isPending} disabledReason={known === null ? 'Choose a person first.' : null}>
            That is me
          </Button>
        </form>
      )}
      {managed === null ? (
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault()
            go({ name: name.trim(), timeZone })
          }}
        >
          <TextInput
            label="Your name"
            description="As it stands on the log when you answer."
            size="md"
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Your time zone"
            size="md"
            searchable
            limit={50}
            allowDeselect={false}
            data={[...new Set([timeZone, ...ZONES])]}
            value={timeZone}
            onChange={(zone) => zone !== null && setTimeZone(zone)}
          />
          <Button type="submit" primary={document.people.length === 0} loading={link.isPending}>
            {document.people.length === 0 ? 'This is me' : 'I am new: add me'}
          </Button>
        </form>
      ) : (
        <p className="muted">{managed}</p>
      )}
      <NotDone error={link.error} />
    </>
  )
}

type Becoming = { accountId: string; chosen: Chosen; document: Document }

async function becomePerson(api: Api, { accountId, chosen, document }: Becoming): Promise<void> {
  const slug = 'slug' in chosen ? chosen.slug : slugFor(chosen.name, document.people)
  if ('name' in chosen) await api.config.edit({ put: { people: [{ slug, name: chosen.name, timeZone: chosen.timeZone }] } })
  const own = await memberOf(api, accountId)
  if (own !== null) await api.members.linkPerson({ id: own, person: slug })
}

async function memberOf(api: Api, accountId: string): Promise<string | null> {
  let cursor: string | undefined
  do {
    const { items, next } = await api.members.list({ limit: 200, ...(cursor !== undefined && { cursor }) })
    const found = items.find(({ account }) => account.id === accountId)
    if (found !== undefined) return found.id
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return null
}
