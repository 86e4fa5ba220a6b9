// A value that is told once: said so, copied, and put away by hand.
import { Copy } from '../../ui/copy.tsx'
import { Button } from '../../ui/button.tsx'
import classes from './settings.module.css'

export function Once({ value, label, says, done }: { value: string; label: string; says: string; done: () => void }) {
  return (
    <section className={classes['once']} aria-label={label} aria-live="polite">
      <p>
        <span className="strong">{label}.</span> {says}
      </p>
      <Copy value={value} label={label} />
      <p>
        <Button onClick={done}>I have it</Button>
      </p>
    </section>
  )
}
