// The protocols of the organisation: which one new incidents go by, those it has written itself, and how a protocol becomes its own.
import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Api } from '../../api/client.ts'
import { useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { managedReason, slugFor, useDocument, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Ledger } from './ledger.tsx'
import { Protocol } from './protocol.tsx'
import classes from './settings.module.css'

type Pack = Awaited<ReturnType<Api['packs']['list']>>['items'][number]

export function ProtocolSection() {
  const org = useOrg()
  const document = useDocument()
  const packs = useQuery(reading(org, ['config', 'packs'], (api) => api.packs.list()))
  return (
    <Shown query={document} rows={2}>
      {(stored) => (
        <>
          <Part title="Protocol">
            <Protocol document={stored} />
          </Part>
          <Part title="Your own protocols">
            <Shown query={packs} rows={2}>
              {({ items }) => <Own packs={items} document={stored} />}
            </Shown>
          </Part>
          <Part title="What was done otherwise">
            <Ledger document={stored} />
          </Part>
        </>
      )}
    </Shown>
  )
}

function Own({ packs, document }: { packs: readonly Pack[]; document: Document }) {
  const org = useOrg()
  const own = packs.filter(({ isOwn }) => isOwn)
  return (
    <>
      {own.length === 0 && (
        <p className="muted">
          None yet. Make a protocol yours, and every clock, message and role of it can be changed; the rest follows the server.
        </p>
      )}
      <ul className={classes['list']} aria-label="Your own protocols">
        {own.map(({ name, version, about, base, isChosen }) => (
          <li key={name} className={classes['row']}>
            <div>
              <Link to="/o/$org/settings/protocol/$pack" params={{ org, pack: name }}>
                {name}
              </Link>
              {isChosen && ' · new incidents go by it'}
              <p className="muted">
                {about} Version {version}
                {base !== null && `, laid over ${base.name}`}.
                {base !== null && base.newest !== null && base.newest > base.version && ` The server has a newer ${base.name}.`}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <MakeOurs packs={packs} document={document} />
    </>
  )
}

function MakeOurs({ packs, document }: { packs: readonly Pack[]; document: Document }) {
  const { opened, open, close } = usePanel('make-ours')
  const reason = useRoleReason('administrator') ?? managedReason(document)
  return (
    <>
      <p className={classes['below']}>
        <Button onClick={open} disabledReason={reason}>
          Make it ours…
        </Button>
      </p>
      <Sheet opened={opened && reason === null} onClose={close} title="A protocol of your own">
        <MakeForm packs={packs} chosen={document.organisation?.protocol ?? ''} />
      </Sheet>
    </>
  )
}

function MakeForm({ packs, chosen }: { packs: readonly Pack[]; chosen: string }) {
  const org = useOrg()
  const navigate = useNavigate()
  const shipped = packs.filter(({ isOwn }) => !isOwn)
  const [base, setBase] = useState(shipped.find(({ name }) => name === chosen)?.name ?? shipped[0]?.name ?? '')
  const [called, setCalled] = useState('')
  const pack = slugFor(
    called,
    packs.map(({ name }) => ({ slug: name })),
  )
  const below = shipped.find(({ name }) => name === base)
  const make = useDoing(
    (api) => {
      const about = JSON.stringify(`${called.trim()}: ${below?.about ?? ''}`.slice(0, 300))
      const document = `extends: ${base}\npack: ${pack}\nversion: 1\nabout: ${about}\n`
      return api.packs.publish({ document, after: 0, note: `As ${base}, version ${below?.version ?? 1}` })
    },
    ['config'],
  )
  const go = () =>
    void make.mutateAsync().then(
      () => navigate({ to: '/o/$org/settings/protocol/$pack', params: { org, pack } }),
      () => undefined,
    )
  return (
    <div className={classes['form']}>
      <p className="muted">It begins as the one it is laid over, and nobody goes by it until you choose it.</p>
      <Select
        label="Laid over"
        size="md"
        allowDeselect={false}
        data={shipped.map(({ name }) => name)}
        value={base}
        onChange={(name) => name !== null && setBase(name)}
        description={below?.about}
      />
      <TextInput
        label="What you call it"
        size="md"
        maxLength={50}
        description={called.trim() === '' ? 'Its short name is made from it.' : `Its short name: ${pack}`}
        value={called}
        onChange={(event) => setCalled(event.currentTarget.value)}
      />
      <NotDone error={make.error} />
      <Button primary loading={make.isPending} disabledReason={called.trim() === '' ? 'Give it a name.' : null} onClick={go}>
        Make it
      </Button>
    </div>
  )
}
