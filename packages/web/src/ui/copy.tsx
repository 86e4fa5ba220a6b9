// A value to be taken elsewhere: readable, selected by one tap, copied by one press.
import { useState } from 'react'
import { Button } from './button.tsx'
import classes from './copy.module.css'

export function Copy({ value, label }: { value: string; label: string }) {
  const [said, setSaid] = useState('')
  const copy = () =>
    // Browsers give the clipboard to secure pages only; the value can be selected by hand everywhere.
    Promise.resolve(navigator.clipboard?.writeText(value)).then(
      () => setSaid(navigator.clipboard === undefined ? 'Select it and copy it by hand' : 'Copied'),
      () => setSaid('Select it and copy it by hand'),
    )
  return (
    <div className={classes['copy']}>
      <code className={classes['value']} aria-label={label}>
        {value}
      </code>
      <Button onClick={() => void copy()} aria-label={`Copy: ${label}`}>
        Copy
      </Button>
      <span role="status" className="muted small">
        {said}
      </span>
    </div>
  )
}
