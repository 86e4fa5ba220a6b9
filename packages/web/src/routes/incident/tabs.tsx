// On a phone one pane at a time, chosen in the address; on a wide screen all three stand side by side.
import { useNavigate } from '@tanstack/react-router'
import classes from './incident.module.css'

export const PANES = ['story', 'who', 'say', 'facts'] as const
export type Pane = (typeof PANES)[number]

const WORDS: Record<Pane, string> = { story: 'Story', who: 'Command', say: 'Say', facts: 'Facts' }

export function Tabs({ pane }: { pane: Pane }) {
  const navigate = useNavigate()
  return (
    <div className={classes['tabs']} role="group" aria-label="Parts of the incident">
      {PANES.map((one) => (
        <button
          key={one}
          type="button"
          className={classes['tab']}
          aria-pressed={one === pane}
          onClick={() => void navigate({ to: '.', search: (before) => ({ ...before, tab: one }), replace: true })}
        >
          {WORDS[one]}
        </button>
      ))}
    </div>
  )
}
