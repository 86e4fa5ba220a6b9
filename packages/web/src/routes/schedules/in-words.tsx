// The rota for whoever prefers words, and for paper: gaps first, then every shift.
import { useNow } from '../../ui/clock.ts'
import { clockTime, duration } from '../../ui/times.ts'
import type { Rota } from '../../parts/rota.ts'
import classes from './schedules.module.css'

const MOST_GAPS = 6

export function InWords({ rota, timeZone }: { rota: Rota; timeZone: string }) {
  const now = useNow()
  const clock = (at: number) => clockTime(at, { now, timeZone })
  const rows = [...rota.shifts, ...rota.gaps.map((gap) => ({ ...gap, name: 'Nobody', override: false, goesOn: false }))].toSorted(
    (a, b) => a.from - b.from,
  )
  return (
    <>
      {rota.gaps.length === 0 ? (
        <p className={classes['covered']}>✓ Somebody is on call all the time shown.</p>
      ) : (
        <ul className={classes['gaps']} aria-label="Gaps">
          {rota.gaps.slice(0, MOST_GAPS).map(({ from, to }) => (
            <li key={from}>
              <span aria-hidden="true">▨</span> Nobody is on call from {clock(from)} to {clock(to)} ({duration(to - from)}).
            </li>
          ))}
          {rota.gaps.length > MOST_GAPS && <li>And {rota.gaps.length - MOST_GAPS} more.</li>}
        </ul>
      )}
      <details className={classes['words']}>
        <summary>The rota in words</summary>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, to, name, override, goesOn }) => (
              <tr key={from}>
                <td>
                  {name}
                  {override && <span className="muted"> (cover)</span>}
                </td>
                <td>{clock(from)}</td>
                <td>{goesOn ? 'goes on' : clock(to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
