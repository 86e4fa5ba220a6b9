// A protocol pack of the organisation's own: forms for what is changed most, the text for everything, a preview before it counts, and its versions.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { useRoleReason } from '../../api/session.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { managedReason, useDocument } from '../../parts/config.ts'
import foot from '../../parts/save-bar.module.css'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Shown as Asked } from '../../ui/states.tsx'
import { Audiences } from './audiences.tsx'
import { Called } from './called.tsx'
import { Clocks } from './clocks.tsx'
import { usePackDraft, type PackDraft } from './draft.ts'
import type { Editing } from './editing.ts'
import { partsIn, withValue } from './layer.ts'
import { Memory } from './memory.tsx'
import { Messages } from './messages.tsx'
import classes from './packs.module.css'
import { Preview } from './preview.tsx'
import { Severities } from './severities.tsx'
import { Source } from './source.tsx'
import { Versions } from './versions.tsx'

export type Shown = Awaited<ReturnType<Api['packs']['show']>>

const FORMS = [
  { slug: 'clocks', label: 'Clocks', show: Clocks },
  { slug: 'called', label: 'Who is called', show: Called },
  { slug: 'audiences', label: 'Audiences', show: Audiences },
  { slug: 'severities', label: 'Severities', show: Severities },
  { slug: 'messages', label: 'Messages', show: Messages },
  { slug: 'memory', label: 'Memory', show: Memory },
] as const
const PARTS = [
  ...FORMS,
  { slug: 'text', label: 'Text' },
  { slug: 'preview', label: 'Preview' },
  { slug: 'versions', label: 'Versions' },
] as const

export function PackEditor() {
  const org = useOrg()
  const { pack = '' } = useParams({ strict: false })
  const query = useQuery(reading(org, ['config', 'pack', pack], (api) => api.packs.show({ pack })))
  return (
    <Screen
      title={pack}
      tabTitle={`${pack} · Protocol`}
      wide
      intro={
        <Link to="/o/$org/settings/$section" params={{ org, section: 'protocol' }}>
          All protocols
        </Link>
      }
    >
      <Asked query={query} rows={6}>
        {(shown) =>
          shown.document === null ? (
            <Empty title="It comes with the server">Make it yours under “All protocols”, and change that.</Empty>
          ) : (
            <Editor pack={shown} document={shown.document} />
          )
        }
      </Asked>
    </Screen>
  )
}

function Editor({ pack, document }: { pack: Shown; document: string }) {
  const org = useOrg()
  const { data: config } = useDocument()
  const fixed = useRoleReason('administrator') ?? managedReason(config)
  const { part = 'clocks' } = useSearch({ strict: false })
  const draft = usePackDraft(org, pack.name, { document, version: pack.version })
  return (
    <>
      <p className="muted">
        {pack.about} <Below pack={pack} />
      </p>
      <nav className={classes['parts']} aria-label="Parts of the protocol">
        {PARTS.map(({ slug, label }) => (
          <Link key={slug} to="." search={{ part: slug }} resetScroll={false} {...(slug === part && { 'aria-current': 'page' as const })}>
            {label}
          </Link>
        ))}
      </nav>
      {fixed !== null && <p className="muted">{fixed}</p>}
      {part === 'text' && <Source text={draft.text} set={draft.set} fixed={fixed} />}
      {part === 'preview' && <Preview draft={draft} fixed={fixed} />}
      {part === 'versions' && <Versions pack={pack} fixed={fixed} />}
      <Form part={part} pack={pack} draft={draft} fixed={fixed} />
      <NotPublished draft={draft} isPreview={part === 'preview'} />
    </>
  )
}

function Below({ pack: { base } }: { pack: Shown }) {
  if (base === null) return null
  const isNewer = base.newest !== null && base.newest > base.version
  return (
    <>
      Laid over {base.name}, version {base.version}.
      {isNewer && ` The server has version ${base.newest} by now: publish yours again to take over what is new in it.`}
    </>
  )
}

function Form({ part, pack, draft, fixed }: { part: string; pack: Shown; draft: PackDraft; fixed: string | null }) {
  const form = FORMS.find(({ slug }) => slug === part)
  if (form === undefined) return null
  const below = pack.baseParts ?? {}
  const parts = partsIn(draft.text, below)
  if (parts === null) return <Empty title="The text cannot be read yet">Mend it under “Text”; then the forms are here again.</Empty>
  const editing: Editing = { parts, fixed, set: (path, value) => draft.set(withValue(draft.text, { path, value }, below)) }
  return <form.show {...editing} />
}

function NotPublished({ draft, isPreview }: { draft: PackDraft; isPreview: boolean }) {
  return (
    <div role="status" aria-live="polite">
      {draft.dirty && (
        <section className={foot['bar']} aria-label="Not published yet">
          <div className={classes['says']}>
            <p>Your draft is kept in this tab, and nobody goes by it yet.</p>
            {draft.overtaken && (
              <p className={classes['overtaken']}>Somebody published a newer version meanwhile. Discard yours to see it.</p>
            )}
          </div>
          <div className={classes['ways']}>
            <Button onClick={draft.discard}>Discard</Button>
            {!isPreview && (
              <Link className={classes['look']} to="." search={{ part: 'preview' }}>
                Preview
              </Link>
            )}
          </div>
        </section>
      )}
    </div>
  )
}
