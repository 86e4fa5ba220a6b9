// First run: four steps that tick themselves, from "who are you" to a page on your own phone.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMembership } from '../../api/session.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import type { MyContact } from '../../parts/add-contact.tsx'
import { useDocument } from '../../parts/config.ts'
import { Screen } from '../../ui/screen.tsx'
import { Loading } from '../../ui/states.tsx'
import { FirstPage } from './first-page.tsx'
import { FirstService } from './first-service.tsx'
import { WhatWakes } from './what-wakes.tsx'
import classes from './welcome.module.css'
import { WhoYouAre } from './who-you-are.tsx'

/** The code that came back proves that it rang; what gets no code is tested instead. */
const hasRung = ({ channel, verifiedAt, lastTest }: MyContact): boolean =>
  verifiedAt !== null || ((channel === 'webpush' || channel === 'console') && lastTest?.result === 'delivered')

type Step = { title: string; done: string | null; show: ReactNode }

export function Welcome() {
  const org = useOrg()
  const membership = useMembership()
  const document = useDocument()
  const person = membership?.person ?? null
  const myself = useQuery({ ...reading(org, ['config', 'me'], (api) => api.me.show()), enabled: person !== null })
  const [key, setKey] = useState<string | null>(null)
  const [woken, setWoken] = useState(false)
  if (membership === undefined || document.data === undefined || (person !== null && myself.data === undefined))
    return (
      <Screen title="Welcome">
        <Loading rows={4} />
      </Screen>
    )
  const me = myself.data
  const tested = me?.contacts.some(hasRung) === true
  const service = document.data.services.find(({ integrations }) => integrations.length > 0)
  const steps: Step[] = [
    { title: 'Who you are', done: person === null ? null : `You are ${person.name}.`, show: <WhoYouAre document={document.data} /> },
    {
      title: 'What wakes you',
      done: tested ? `${me.contacts.length === 1 ? 'One contact rings' : `${me.contacts.length} contacts ring`} you.` : null,
      show: me === undefined ? null : <WhatWakes me={me} />,
    },
    {
      title: 'Something to watch',
      done: service === undefined ? null : `${service.name} wakes people by a policy.`,
      show: person === null ? null : <FirstService document={document.data} person={person} made={setKey} />,
    },
    {
      title: 'A real page, answered',
      done: woken ? 'You were woken, and you answered.' : null,
      show:
        service === undefined || person === null ? null : (
          <FirstPage service={service} person={person.slug} apiKey={key} answered={() => setWoken(true)} />
        ),
    },
  ]
  const now = steps.findIndex(({ done }) => done === null)
  return (
    <Screen
      title={now === -1 ? 'You are set up' : 'Welcome'}
      tabTitle="Welcome"
      intro={
        now === -1
          ? 'A page reaches you, and you know how to answer it.'
          : 'From here to a page on your own phone: four steps, about five minutes.'
      }
    >
      <ol className={classes['steps']}>
        {steps.map(({ title, done, show }, index) => {
          const state = done !== null ? 'done' : index === now ? 'now' : 'later'
          return (
            <li key={title} className={classes['step']} data-state={state} {...(state === 'now' && { 'aria-current': 'step' as const })}>
              <span className={classes['mark']} aria-hidden="true">
                {state === 'done' ? '✓' : index + 1}
              </span>
              <div className={classes['body']}>
                <h2>{title}</h2>
                <div role="status">{done !== null && <p className="muted">{done}</p>}</div>
                {(state === 'now' || (index === steps.length - 1 && service !== undefined)) && show}
              </div>
            </li>
          )
        })}
      </ol>
      <p style={{ paddingTop: 20 }}>
        <Link to="/o/$org/now" params={{ org }}>
          To what is happening now
        </Link>
      </p>
    </Screen>
  )
}
