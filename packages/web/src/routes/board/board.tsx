// Several incidents at once, for whoever commands them: in order of impact, who is where, what is due, and one question at a time.
import { Link, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { useScreenKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Part, Screen } from '../../ui/screen.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { useBoard, type BoardView } from './board.ts'
import classes from './board.module.css'
import { Conflicts } from './conflicts.tsx'
import { Degradations } from './degradations.tsx'
import { Move } from './move.tsx'
import { DecideOrder } from './order.tsx'
import { Pages } from './pages.tsx'
import { AskCommander } from './question.tsx'
import { BoardRow } from './row.tsx'

export function Board() {
  const { from }: Record<string, string | undefined> = useSearch({ strict: false })
  const query = useBoard(/^\d{1,3}$/.test(from ?? '') ? Number(from) : 0)
  return (
    <Screen title="Board" wide intro="Every open incident, who is in it, and what comes first.">
      <Shown query={query}>{(board) => <Several board={board} />}</Shown>
    </Screen>
  )
}

function Several({ board }: { board: BoardView }) {
  useBoardKeys()
  return (
    <div className={classes['board']}>
      {board.question !== null && <AskCommander key={board.question.says} question={board.question} />}
      <div className={classes['main']}>
        {board.rows.length < 2 && board.from === 0 && <One />}
        <ul className={classes['rows']} aria-label="Open incidents by impact">
          {board.rows.map((row, place) => (
            <BoardRow key={row.number} row={row} place={place} />
          ))}
        </ul>
        <Pages board={board} />
        {board.rows.length > 1 && <Standing isDecided={board.isDecided} />}
      </div>
      {board.rows.length > 0 && (
        <aside className={classes['aside']}>
          <Part title="Needed twice">
            <Conflicts board={board} />
          </Part>
          <Part title="Degraded meanwhile">
            <Degradations board={board} />
          </Part>
        </aside>
      )}
      <Move board={board} />
      <DecideOrder board={board} />
    </div>
  )
}

/** How the rows come to stand as they do. */
function Standing({ isDecided }: { isDecided: boolean }) {
  const whyNot = useRoleReason('responder')
  const { open } = usePanel('order')
  return (
    <div className={classes['standing']}>
      <p className="muted small">
        {isDecided
          ? 'In the order that was decided; what is new stands where its impact puts it.'
          : 'By how gravely it is answered, then what the business stands on, then the oldest.'}
      </p>
      <Button size="compact-sm" disabledReason={whyNot} onClick={open} aria-keyshortcuts="o">
        Decide the order…
      </Button>
    </div>
  )
}

function One() {
  const org = useOrg()
  return (
    <Empty
      title="One incident or none: the board is for several."
      action={
        <Link to="/o/$org/now" params={{ org }}>
          What is open now
        </Link>
      }
    >
      With two or more, this is where one person ranks them, commands them together, and moves people between them.
    </Empty>
  )
}

/** j and k walk the rows by their titles; Enter opens. */
function useBoardKeys(): void {
  const { open } = usePanel('degraded')
  const { open: openOrder } = usePanel('order')
  const whyNot = useRoleReason('responder')
  const keys = useMemo(() => {
    const walk = (step: number) => () => {
      const titles = [...document.querySelectorAll<HTMLElement>('[data-board-row]')]
      const at = titles.findIndex((one) => one === document.activeElement)
      titles[at === -1 ? 0 : Math.min(titles.length - 1, Math.max(0, at + step))]?.focus()
    }
    return [
      { key: 'j', says: 'Next incident; Enter opens it', press: walk(1) },
      { key: 'k', says: 'The one before', press: walk(-1) },
      { key: 'o', says: 'Decide the order…', whyNot, press: openOrder },
      { key: 'd', says: 'Accept that something stays degraded…', whyNot, press: open },
    ]
  }, [open, openOrder, whyNot])
  useScreenKeys(keys)
}
