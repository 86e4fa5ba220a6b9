// Where the sources disagree, side by side: what customers meet first, what is not believed last; and what was settled.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { Time } from '../../../ui/time.tsx'
import { useWhyNot } from '../protocol/protocol.ts'
import classes from './known.module.css'
import { useNote } from './note-sheet.tsx'
import type { Conflict, Known } from './use-known.ts'

export function Sources({ known: { conflicts, sources } }: { known: Known }) {
  const { open } = useNote()
  const whyNot = useWhyNot()
  return (
    <Part
      title="Sources"
      actions={
        <div className={classes['row']}>
          <Button size="compact-sm" disabledReason={whyNot} onClick={() => open('conflict')}>
            They disagree…
          </Button>
          <Button size="compact-sm" disabledReason={whyNot} onClick={() => open('distrust')}>
            One is unreliable…
          </Button>
        </div>
      }
    >
      {conflicts.length === 0 && sources.length === 0 && (
        <p className="muted">No source contradicts another. If one does, lay them side by side: what customers meet counts.</p>
      )}
      <ul className={classes['cards']}>
        {conflicts.map((one) => (
          <ConflictCard key={one.seq} conflict={one} />
        ))}
      </ul>
      {sources.length > 0 && (
        <ul className={classes['words']}>
          {sources.map(({ source, state, since, text }) => (
            <li key={source}>
              <span className="foreign strong">{source}</span> {state === 'silent' ? 'says nothing' : 'is not believed'} since{' '}
              <Time at={since} />
              {text !== '' && <span className="foreign muted"> · {text}</span>}
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}

const TRUST = { high: 'Trusted', medium: '◐ In part', low: '× Unreliable' } as const

function ConflictCard({ conflict: { seq, text, sides, settled } }: { conflict: Conflict }) {
  const { open } = useNote()
  const whyNot = useWhyNot()
  return (
    <li className={classes['card']} data-state={settled === null ? 'open' : 'settled'}>
      <p className="foreign strong">{text}</p>
      {sides.length > 0 && (
        <div className={classes['scroll']} role="region" aria-label="What each source says" tabIndex={0}>
          <table className={classes['sides']}>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Says</th>
                <th scope="col">Behind</th>
                <th scope="col">Trust</th>
              </tr>
            </thead>
            <tbody>
              {sides.map(({ source, says, lagMinutes, isLagExpected, trust, isCustomers }) => (
                <tr key={source}>
                  <th scope="row" className="foreign">
                    {source}
                  </th>
                  <td className="foreign">{says}</td>
                  <td>{lagMinutes === null ? 'not known' : `${lagMinutes} min${isLagExpected ? ', as expected' : ''}`}</td>
                  <td>{isCustomers && trust !== 'low' ? 'Customers meet it' : TRUST[trust]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {settled === null ? (
        <div className={classes['row']}>
          <span className="muted">To be settled: what customers meet counts first.</span>
          <Button size="compact-sm" disabledReason={whyNot} aria-label={`Settle it: ${text}`} onClick={() => open(`settle.${seq}`)}>
            Settle it…
          </Button>
        </div>
      ) : (
        <p>
          <span className={classes['state']}>
            <span aria-hidden>●</span> Settled
          </span>{' '}
          going by <span className="foreign">{settled.basis}</span>: <span className="foreign">{settled.text}</span>
        </p>
      )}
    </li>
  )
}
