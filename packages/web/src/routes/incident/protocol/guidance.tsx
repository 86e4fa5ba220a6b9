// What is held back for now and what to do instead; what is advised, and why.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { usePlace } from './place.ts'
import type { Protocol } from './protocol.ts'
import classes from './protocol.module.css'

export function Guidance({ protocol: { guardrails, advice } }: { protocol: Protocol }) {
  const { go } = usePlace()
  return (
    <>
      {guardrails.length > 0 && (
        <Part title="Held back for now">
          <ul className={classes['list']}>
            {guardrails.map(({ id, says, instead }) => (
              <li key={id}>
                <p>{says}</p>
                <p>
                  <span className="muted">Instead:</span> {instead}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {advice.length > 0 && (
        <Part title="Advice">
          <ul className={classes['list']}>
            {advice.map(({ id, says, why, deviation }) => (
              <li key={id}>
                <p>{says}</p>
                <div className={classes['role']}>
                  <span className="muted small">{why}</span>
                  {deviation !== null && (
                    <Button
                      size="compact-sm"
                      className={classes['end']}
                      aria-label={`See what applies: ${says}`}
                      onClick={() => go({ panel: 'deviate' })}
                    >
                      See what applies…
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}
