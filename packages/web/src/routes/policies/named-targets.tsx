// People behind names of the protocol: who is on call for a role, who is sent the updates for an audience.
import { useEdit, useEditReason, type Document, type TargetDocument } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { useOwnProtocol } from '../../parts/own-protocol.ts'
import { SaveBar } from '../../parts/save-bar.tsx'
import { namesOf } from '../../parts/standing.tsx'
import { TargetList } from '../../parts/target-list.tsx'
import { targetName } from '../../parts/target-select.tsx'
import { Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import classes from './policies.module.css'

type Kind = 'roles' | 'audiences'
type Targets = Document[Kind]
type Named = { id: string; name: string; does?: string }

/** Without these nobody decides, helps, or hears; they are asked for first. */
const FIRST = ['commander', 'senior', 'executives']

const WORDS = {
  roles: {
    title: 'Roles',
    says: 'Who is on call for a role of the protocol. They are called one after the other when somebody asks for the role, or an incident does.',
    nobody: 'Nobody: a call for it rings nobody.',
    label: 'Who is called as',
    more: 'more roles, with nobody on call',
  },
  audiences: {
    title: 'Audiences',
    says: 'Who is sent the updates for an audience, by e-mail where they have it. Nobody is woken by them.',
    nobody: 'Nobody: what is told is only written down.',
    label: 'Who reads as',
    more: 'more audiences, with nobody to read',
  },
} as const

export function NamedTargets({ kind, document }: { kind: Kind; document: Document }) {
  const query = useOwnProtocol()
  const { title, says } = WORDS[kind]
  return (
    <div id={kind}>
      <Part title={title}>
        <p className="muted">{says}</p>
        <Shown query={query} rows={3}>
          {(protocol) => <Editor kind={kind} document={document} named={protocol[kind]} />}
        </Shown>
      </Part>
    </div>
  )
}

function Editor({ kind, document, named }: { kind: Kind; document: Document; named: readonly Named[] }) {
  const fixed = useEditReason(document)
  const draft = useDraft(document[kind])
  const edit = useEdit()
  const words = WORDS[kind]
  const set = (id: string, targets: TargetDocument[]) => draft.set(withTargets(draft.value, id, targets))
  const isFirst = ({ id }: Named) => draft.was[id] !== undefined || FIRST.includes(id)
  const shown = named.filter(isFirst)
  const folded = named.filter((one) => !isFirst(one))
  const rows = (of: readonly Named[]) =>
    of.map(({ id, name, does }) => (
      <li key={id} className={classes['hat']}>
        <h3>{name}</h3>
        {does !== undefined && <p className="muted small">{does}</p>}
        {(draft.value[id] ?? []).length === 0 && <p className={classes['overdue']}>{words.nobody}</p>}
        <TargetList
          of={name}
          label={`${words.label} ${name}`}
          targets={draft.value[id] ?? []}
          titleOf={(one) => targetName(one, document)}
          fixed={fixed}
          set={(to) => set(id, to)}
        />
      </li>
    ))
  return (
    <>
      <ul className={classes['hats']} aria-label={words.title}>
        {rows(shown)}
      </ul>
      {folded.length > 0 && (
        <details>
          <summary>
            {folded.length} {words.more}
          </summary>
          <ul className={classes['hats']} aria-label={words.more}>
            {rows(folded)}
          </ul>
        </details>
      )}
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>{changesOf(draft.was, draft.value, { named, document }).join(' ')}</p>}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={fixed}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        save={() => edit.mutate({ put: { [kind]: draft.value }, was: { [kind]: draft.was } }, { onSuccess: draft.discard })}
      />
    </>
  )
}

/** What nobody stands behind is not in the document. */
function withTargets(all: Targets, id: string, targets: TargetDocument[]): Targets {
  const { [id]: _before, ...others } = all
  return targets.length === 0 ? others : { ...others, [id]: targets }
}

type Naming = { named: readonly Named[]; document: Document }

function changesOf(was: Targets, now: Targets, { named, document }: Naming): string[] {
  return named.flatMap(({ id, name }) => {
    const [before, after] = [was[id] ?? [], now[id] ?? []].map((targets) => targets.map((one) => targetName(one, document)))
    if (before?.join() === after?.join()) return []
    return [after === undefined || after.length === 0 ? `${name}: nobody.` : `${name}: ${namesOf(after, 4)}.`]
  })
}
