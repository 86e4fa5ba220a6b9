// One contact of my own: whether it is confirmed, how its last test went; test it, confirm it, take it away.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDoing } from '../api/use-api.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { NotDone } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { asDocument, type MyContact, type Myself } from './add-contact.tsx'
import classes from './contact.module.css'
import { CHANNEL_WORDS } from './channel-words.ts'

export function ContactList({ me, fixed }: { me: Myself; fixed: string | null }) {
  return (
    <ul className={classes['list']}>
      {me.contacts.map((contact) => (
        <Contact key={contact.slug} contact={contact} me={me} fixed={fixed} />
      ))}
    </ul>
  )
}

const RESULTS = {
  delivered: '✓ Handed over; it should have arrived by now.',
  retry: '▲ It did not get through yet.',
  never: '▲ It cannot get through.',
} as const

function Contact({ contact, me, fixed }: { contact: MyContact; me: Myself; fixed: string | null }) {
  const { slug, channel, address, verifiedAt } = contact
  const test = useDoing((api) => api.me.test({ contact: slug }), ['config'])
  const remove = useDoing(
    (api) =>
      api.me.edit({
        contacts: me.contacts.filter((one) => one.slug !== slug).map(asDocument),
        rules: me.rules.filter((rule) => rule.contact !== slug),
      }),
    ['config'],
  )
  const name = `${CHANNEL_WORDS[channel]}, ${slug}`
  return (
    <li className={classes['contact']}>
      <div>
        <p>
          <span className="strong">{CHANNEL_WORDS[channel]}</span>{' '}
          {verifiedAt === null ? (
            <span className="muted small">not confirmed; it rings all the same</span>
          ) : (
            <span className={classes['kept']}>✓ confirmed</span>
          )}
        </p>
        <p className="muted small foreign">{channel === 'webpush' ? slug : address}</p>
        <LastTest contact={contact} />
      </div>
      <div className={classes['tools']}>
        <Button onClick={() => test.mutate()} loading={test.isPending} aria-label={`Test now: ${name}`}>
          Test now
        </Button>
        <AskFirst
          panel={`take-away:${slug}`}
          title={`Take away ${CHANNEL_WORDS[channel]}?`}
          says={
            me.contacts.length === 1
              ? 'It is your only contact: nothing would ring you afterwards, and pages go on to the next person.'
              : 'It rings no more from now on, for pages under way too.'
          }
          verb="Take it away"
          act={() => remove.mutateAsync()}
          error={remove.error}
          pending={remove.isPending}
          disabledReason={fixed}
          aria-label={`Take away ${name}`}
        >
          Take away…
        </AskFirst>
      </div>
      <div role="status">
        {test.data !== undefined && (
          <p className={test.data.result === 'delivered' ? classes['kept'] : classes['due']}>
            {RESULTS[test.data.result]} <span className="muted small foreign">{test.data.detail}</span>
          </p>
        )}
      </div>
      <NotDone error={test.error} />
      {verifiedAt === null && channel !== 'webpush' && channel !== 'console' && <Confirm contact={contact} />}
    </li>
  )
}

function LastTest({ contact: { lastTest } }: { contact: MyContact }) {
  if (lastTest === null) return <p className="muted small">Never tested.</p>
  const { at, result, detail } = lastTest
  return (
    <p className="muted small">
      Tested <Time at={at} />: {result === 'delivered' ? 'handed over' : <span className={classes['due']}>▲ {detail}</span>}
    </p>
  )
}

function Confirm({ contact: { slug } }: { contact: MyContact }) {
  const [code, setCode] = useState('')
  const send = useDoing((api) => api.me.sendCode({ contact: slug }), ['config'])
  const confirm = useDoing((api) => api.me.confirmCode({ contact: slug, code: code.trim() }), ['config'])
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        confirm.mutate()
      }}
    >
      <div className={classes['tools']}>
        <TextInput
          label="Code that was sent there"
          size="md"
          w={180}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={confirm.isPending} disabledReason={/^\d{6}$/.test(code.trim()) ? null : 'The code is six figures.'}>
          Confirm
        </Button>
        <Button onClick={() => send.mutate()} loading={send.isPending}>
          Send a new code
        </Button>
      </div>
      <NotDone error={confirm.error ?? send.error} />
      <p role="status" className="muted small">
        {send.data !== undefined &&
          (send.data.result === 'delivered' ? 'Sent. It holds for ten minutes.' : `▲ It could not be sent: ${send.data.detail}`)}
      </p>
    </form>
  )
}
