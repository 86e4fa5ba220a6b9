// Step two: a contact that rings, and proof that it does.
import { AddContact, type Myself } from '../../parts/add-contact.tsx'
import { ContactList } from '../../parts/contact.tsx'
import { BrowserPager } from '../../push/browser-pager.tsx'
import classes from './welcome.module.css'

export function WhatWakes({ me }: { me: Myself }) {
  const fixed = me.contactsKeptIn === null ? null : `This is kept in ${me.contactsKeptIn}. Change it there, then apply it again.`
  return (
    <div className={classes['body']}>
      {me.contacts.length > 0 && (
        <>
          <p>Type the code that arrived there, or test it. When it has rung, this step is done.</p>
          <ContactList me={me} fixed={fixed} />
        </>
      )}
      <details open={me.contacts.length === 0}>
        <summary>{me.contacts.length === 0 ? 'By ntfy on a phone, by e-mail' : 'Add another contact'}</summary>
        <div style={{ paddingTop: 12 }}>
          <AddContact me={me} fixed={fixed} />
        </div>
      </details>
      <details open={me.contacts.length === 0}>
        <summary>By this browser</summary>
        <div style={{ paddingTop: 12 }}>
          <BrowserPager person={me.slug} />
        </div>
      </details>
    </div>
  )
}
