// The deviation ledger: where incidents went otherwise than the protocol says; an edit that could follow opens as a draft.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { useRoleReason } from '../../api/session.ts'
import { reading, useApi, useOrg } from '../../api/use-api.ts'
import { managedReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { draftKept, keepDraft } from '../packs/draft.ts'
import classes from './settings.module.css'

type Told = Awaited<ReturnType<Api['packs']['ledger']>>
type Entry = Told['entries'][number]

const MOST_NAMED = 5

export function Ledger({ document }: { document: Document }) {
  const org = useOrg()
  const query = useQuery(reading(org, ['config', 'ledger'], (api) => api.packs.ledger({})))
  return (
    <Shown query={query} rows={3}>
      {(told) => (
        <>
          <p className="muted">
            {told.entries.length === 0
              ? 'Nothing yet. When a duty is late or waived, a step fails or a phase is moved, it is counted here, and what follows for the protocol is proposed.'
              : `Read from the last ${told.incidents} incidents. It is about the protocol, and names nobody.`}
          </p>
          <ul className={classes['list']} aria-label="What was done otherwise">
            {told.entries.map((entry) => (
              <li key={entry.key} className={classes['row']}>
                <div>
                  <p className="foreign">{entry.says}</p>
                  <p className="muted foreign">
                    {entry.reasons.join(' · ')} <Numbers of={entry.incidents} />
                  </p>
                </div>
                {entry.proposal !== null && <Propose entry={entry} pack={told.pack} document={document} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </Shown>
  )
}

function Numbers({ of }: { of: readonly number[] }) {
  const org = useOrg()
  return (
    <>
      {of.slice(0, MOST_NAMED).map((number) => (
        <span key={number}>
          <Link to="/o/$org/incidents/$number" params={{ org, number: `${number}` }}>
            #{number}
          </Link>{' '}
        </span>
      ))}
      {of.length > MOST_NAMED && `and ${of.length - MOST_NAMED} more`}
    </>
  )
}

/** What is drafted already stays: the proposal is added to it. */
function Propose({ entry: { key, proposal }, pack, document }: { entry: Entry; pack: Told['pack']; document: Document }) {
  const org = useOrg()
  const api = useApi()
  const navigate = useNavigate()
  const role = useRoleReason('administrator')
  const reason = role ?? managedReason(document) ?? (pack.isOwn ? null : 'Make the protocol yours, and choose it, first.')
  const open = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const [part = '', thing = '', field = ''] = proposal?.path ?? []
      const { withValue } = await import('../packs/layer.ts')
      const shown = await api.packs.show({ pack: pack.name })
      const begun = draftKept(org, pack.name) ?? { text: shown.document ?? '', after: shown.version }
      const text = withValue(begun.text, { path: [part, thing, field], value: proposal?.value }, shown.baseParts ?? {})
      keepDraft(org, pack.name, { text, after: begun.after, proposedBy: key })
      await navigate({ to: '/o/$org/settings/protocol/$pack', params: { org, pack: pack.name }, search: { part: 'preview' } })
    },
  })
  return (
    <div>
      <p className="strong">{proposal?.says}</p>
      <Button
        aria-label={`Open as a draft: ${proposal?.says ?? ''}`}
        loading={open.isPending}
        disabledReason={reason}
        onClick={() => open.mutate()}
      >
        Open as a draft
      </Button>
      <NotDone error={open.error} />
    </div>
  )
}
