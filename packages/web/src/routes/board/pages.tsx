// The board shows fifty at a time: how many there are besides, and the way to them and back.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { BOARD } from '../../paths.ts'
import type { BoardView } from './board.ts'
import classes from './board.module.css'

const AT_A_TIME = 50

export function Pages({ board: { from, more, rows } }: { board: BoardView }) {
  const org = useOrg()
  if (from === 0 && more === 0) return null
  const before = from <= AT_A_TIME ? {} : { from: String(from - AT_A_TIME) }
  return (
    <nav className={classes['pages']} aria-label="More open incidents">
      {from > 0 && (
        <Link to={BOARD.to} params={{ org }} search={before}>
          {Math.min(AT_A_TIME, from)} graver
        </Link>
      )}
      {more > 0 && (
        <Link to={BOARD.to} params={{ org }} search={{ from: String(from + rows.length) }}>
          {more} more open
        </Link>
      )}
    </nav>
  )
}
