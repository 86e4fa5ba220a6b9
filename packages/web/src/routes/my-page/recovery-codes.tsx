// Recovery codes, once: for the day the phone is lost.
import { Button } from '../../ui/button.tsx'
import { Copy } from '../../ui/copy.tsx'
import classes from './my-page.module.css'

export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <div className={classes['stack']}>
      <p>
        <span className="strong">Keep these recovery codes.</span> They are shown only now. Each signs you in once, when your phone is not
        there: print them, or put them where your passwords are.
      </p>
      <ul className={classes['codes']} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Copy value={codes.join(' ')} label="All recovery codes" />
      <Button primary onClick={done}>
        I have kept them
      </Button>
    </div>
  )
}
