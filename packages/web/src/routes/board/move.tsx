// Moving somebody: what they had in one incident is given back, and they have a role in another, in one press.
import { Modal, Select } from '@mantine/core'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import type { BoardView, Row } from './board.ts'
import classes from './board.module.css'
import { choiceOf } from './degradations.tsx'

/** The address says who, from where, and perhaps to where: "gus:1:2". */
export function Move({ board }: { board: BoardView }) {
  const { at, close } = usePanelOf('move')
  const whyNot = useRoleReason('responder')
  const [slug, from, to] = (at ?? '').split(':')
  const row = board.rows.find(({ number }) => String(number) === from)
  const theirs = row === undefined || slug === undefined ? [] : hadIn(row, slug)
  const name = theirs[0]?.name
  const isOpen = name !== undefined && slug !== undefined && row !== undefined && whyNot === null
  return (
    <Modal opened={isOpen} onClose={close} title={`Move ${name ?? ''} from #${from ?? ''}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {isOpen && (
        <Form board={board} who={{ slug, name, had: theirs.map(({ role }) => role) }} from={row.number} first={to ?? null} close={close} />
      )}
    </Modal>
  )
}

/** The roles somebody gives back; command that came through an umbrella stays where it came from. */
function hadIn({ commander, people }: Row, slug: string) {
  const command = commander !== null && commander.slug === slug && commander.through === null
  return [
    ...(command ? [{ name: commander.name, role: { id: 'commander', name: 'Incident commander' } }] : []),
    ...people.flatMap(({ role, who }) => (who.slug === slug ? [{ name: who.name, role }] : [])),
  ]
}

type Props = {
  board: BoardView
  who: { slug: string; name: string; had: readonly { id: string; name: string }[] }
  from: number
  first: string | null
  close: () => void
}

function Form({ board: { rows, roles }, who, from, first, close }: Props) {
  const others = rows.filter(({ number }) => number !== from)
  const [to, setTo] = useState<string | null>(first ?? String(others[0]?.number ?? ''))
  const [role, setRole] = useState<string | null>(who.had[0]?.id ?? null)
  const move = useDoing(
    (api, input: { to: string; role: string }) => api.board.move({ id: String(from), person: who.slug, ...input }),
    ['incidents'],
  )
  const missing = to === null || to === '' ? 'Choose where they go first.' : role === null ? 'Choose what they do there.' : null
  return (
    <form
      className={classes['form']}
      aria-label={`Move ${who.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (to !== null && role !== null && missing === null) move.mutate({ to, role }, { onSuccess: close })
      }}
    >
      <p className="muted">
        {who.name} gives back {who.had.map(({ name }) => name).join(' and ')} in #{from}, and is told.
      </p>
      <Select data-autofocus label="To" size="md" allowDeselect={false} value={to} data={others.map(choiceOf)} onChange={setTo} />
      <Select
        label="As"
        size="md"
        searchable
        allowDeselect={false}
        value={role}
        data={roles.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setRole}
      />
      <Button primary type="submit" loading={move.isPending} disabledReason={missing}>
        Move {who.name} there
      </Button>
      <NotDone error={move.error} />
    </form>
  )
}
