// What is not right in a draft yet, each at its line; pressing one leads there.
import { Button } from '../../ui/button.tsx'
import type { Checked } from './check.ts'
import classes from './packs.module.css'

export function Faults({ checked, go }: { checked: Checked; go?: (line: number) => void }) {
  if (checked.ok) return <p className={classes['kept']}>✓ It means what it says.</p>
  return (
    <ul className={classes['faults']} aria-label="What is not right yet">
      {checked.faults.map(({ line, column, path, says, inBase }) => (
        <li key={`${line} ${column} ${path} ${says}`}>
          {inBase ? (
            <span className="muted">In what it is laid over: </span>
          ) : go === undefined ? (
            <span className="strong">Line {line}: </span>
          ) : (
            <Button variant="subtle" onClick={() => go(line)}>
              Line {line}
            </Button>
          )}
          {path !== '' && <code>{path}</code>} {says}
        </li>
      ))}
    </ul>
  )
}
