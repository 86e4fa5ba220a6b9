// Who is on call for a role of the protocol: whom a commander is when one is wanted at night.
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

type RolesDocument = Document['roles']
type Role = { id: string; name: string; does: string }

/** Without these two nobody decides, and nobody helps; they are asked for first. */
const FIRST = ['commander', 'senior']

export function Roles({ document }: { document: Document }) {
  const query = useOwnProtocol()
  return (
    <div id="roles">
      <Part title="Roles">
        <p className="muted">
          Who is on call for a role of the protocol. They are called one after the other when somebody asks for the role, or an incident
          does.
        </p>
        <Shown query={query} rows={3}>
          {({ roles }) => <Editor document={document} roles={roles} />}
        </Shown>
      </Part>
    </div>
  )
}

function Editor({ document, roles }: { document: Document; roles: readonly Role[] }) {
  const fixed = useEditReason(document)
  const draft = useDraft(document.roles)
  const edit = useEdit()
  const set = (id: string, targets: TargetDocument[]) => draft.set(withTargets(draft.value, id, targets))
  const isFirst = ({ id }: Role) => draft.was[id] !== undefined || FIRST.includes(id)
  const shown = roles.filter(isFirst)
  const folded = roles.filter((role) => !isFirst(role))
  const rows = (of: readonly Role[]) =>
    of.map((role) => (
      <li key={role.id} className={classes['hat']}>
        <h3>{role.name}</h3>
        <p className="muted small">{role.does}</p>
        {(draft.value[role.id] ?? []).length === 0 && <p className={classes['overdue']}>Nobody: a call for it rings nobody.</p>}
        <TargetList
          of={role.name}
          label={`Who is called as ${role.name}`}
          targets={draft.value[role.id] ?? []}
          titleOf={(one) => targetName(one, document)}
          fixed={fixed}
          set={(to) => set(role.id, to)}
        />
      </li>
    ))
  return (
    <>
      <ul className={classes['hats']} aria-label="Roles">
        {rows(shown)}
      </ul>
      {folded.length > 0 && (
        <details>
          <summary>{folded.length} more roles, with nobody on call</summary>
          <ul className={classes['hats']} aria-label="More roles">
            {rows(folded)}
          </ul>
        </details>
      )}
      <SaveBar
        dirty={draft.dirty}
        overtaken={draft.overtaken}
        says={<p>{changesOf(draft.was, draft.value, { roles, document }).join(' ')}</p>}
        saving={edit.isPending}
        error={edit.error}
        disabledReason={fixed}
        discard={() => {
          edit.reset()
          draft.discard()
        }}
        save={() => edit.mutate({ put: { roles: draft.value }, was: { roles: draft.was } }, { onSuccess: draft.discard })}
      />
    </>
  )
}

/** A role nobody is on call for is not in the document. */
function withTargets(roles: RolesDocument, id: string, targets: TargetDocument[]): RolesDocument {
  const { [id]: _before, ...others } = roles
  return targets.length === 0 ? others : { ...others, [id]: targets }
}

type Naming = { roles: readonly Role[]; document: Document }

function changesOf(was: RolesDocument, now: RolesDocument, { roles, document }: Naming): string[] {
  return roles.flatMap(({ id, name }) => {
    const [before, after] = [was[id] ?? [], now[id] ?? []].map((targets) => targets.map((one) => targetName(one, document)))
    if (before?.join() === after?.join()) return []
    return [after === undefined || after.length === 0 ? `${name}: nobody is called.` : `${name}: ${namesOf(after, 4)}.`]
  })
}
