// What rings me: in sentences, by contact, in time; this browser, the siren, my time zone and shifts.
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { AddContact, type Myself } from '../../parts/add-contact.tsx'
import { ContactList } from '../../parts/contact.tsx'
import { useDraft } from '../../parts/draft.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { BrowserPager } from '../../push/browser-pager.tsx'
import { SirenSetting } from '../../siren/siren-setting.tsx'
import { Part } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { ZONES } from '../../ui/zoned.ts'
import { MyShifts } from './my-shifts.tsx'
import classes from './my-page.module.css'
import { RulesForm } from './rules-form.tsx'

export const myselfReading = (org: string) => reading(org, ['config', 'me'], (api) => api.me.show())

export function WhatRings() {
  const org = useOrg()
  const query = useQuery(myselfReading(org))
  return (
    <Shown query={query} rows={6}>
      {(me) => <Rings me={me} />}
    </Shown>
  )
}

export function NobodyHere() {
  const org = useOrg()
  return (
    <Empty
      title="You are none of the people who are paged here"
      action={
        <Link to="/o/$org/welcome" params={{ org }}>
          Say who you are
        </Link>
      }
    >
      So nothing rings you, and no shift is yours. An administrator links you to a person, under Settings, Members.
    </Empty>
  )
}

function Rings({ me }: { me: Myself }) {
  const fixed = me.contactsKeptIn === null ? null : `This is kept in ${me.contactsKeptIn}. Change it there, then apply it again.`
  return (
    <>
      <Part title="What will ring you">
        <Reach me={me} />
      </Part>
      <Changeable me={me} fixed={fixed} />
      <Part title="Your contacts">
        {fixed !== null && <p className="muted">{fixed}</p>}
        <ContactList me={me} fixed={fixed} />
      </Part>
      <Part title="Add a contact">
        <AddContact me={me} fixed={fixed} />
      </Part>
      <Part title="This browser">
        <BrowserPager person={me.slug} />
      </Part>
      <Part title="Siren in an open page">
        <SirenSetting />
      </Part>
      <Part title="Your shifts">
        <MyShifts me={me} />
      </Part>
    </>
  )
}

const MARKS = { rings: '✓', doubtful: '▲', cannot: '✕' } as const

function Reach({ me }: { me: Myself }) {
  return (
    <ul className={classes['list']}>
      {me.reach.each.map(({ contact, state, says }) => (
        <li key={`${contact} ${says}`} className={classes['row']}>
          <p>
            <span className={state === 'rings' ? classes['kept'] : classes['due']} aria-hidden="true">
              {MARKS[state]}
            </span>{' '}
            {says}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Changeable({ me, fixed }: { me: Myself; fixed: string | null }) {
  const draft = useDraft({ rules: me.rules, timeZone: me.timeZone })
  const save = useDoing(
    (api, { rules, timeZone }: typeof draft.value) => api.me.edit({ timeZone, ...(fixed === null && { rules }) }),
    ['config'],
  )
  const { rules, timeZone } = draft.value
  return (
    <>
      <Part title="When each rings, from the moment you are called">
        {me.contacts.length === 0 ? (
          <p className="muted">Add a contact first; then draw here when it rings.</p>
        ) : (
          <RulesForm contacts={me.contacts} rules={rules} change={(changed) => draft.set({ rules: changed, timeZone })} fixed={fixed} />
        )}
      </Part>
      <Part title="Your time zone">
        <div className={classes['form']}>
          <Select
            label="Time zone"
            description={me.kept === null ? 'Shifts and nights are told in it.' : `This is kept in ${me.kept}.`}
            size="md"
            searchable
            limit={50}
            allowDeselect={false}
            disabled={me.kept !== null}
            data={[...new Set([timeZone, ...ZONES])]}
            value={timeZone}
            onChange={(zone) => zone !== null && draft.set({ rules, timeZone: zone })}
          />
        </div>
      </Part>
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={
          <p>
            {rules.length === 0 ? '▲ Without a rule nothing rings you: pages go on to the next person.' : 'It holds from the next page on.'}
          </p>
        }
        save={() => save.mutate(draft.value, { onSuccess: draft.discard })}
        discard={draft.discard}
        saving={save.isPending}
        error={save.error}
      />
    </>
  )
}
