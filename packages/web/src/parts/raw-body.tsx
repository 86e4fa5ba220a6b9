// A body as a monitor sent it: readable where it is JSON, copied with a press, and honest about what was cut.
import { CopyButton } from '@mantine/core'
import { Button } from '../ui/button.tsx'
import classes from './raw-body.module.css'

type Body = { text: string; bytes: number; cut: boolean } | null

export function RawBody({ body, label = 'Body as it was sent' }: { body: Body; label?: string }) {
  if (body === null) return <p className="muted small">It came in one body with others; that body stands with the first of them.</p>
  return <Raw text={body.text} label={label} note={body.cut ? `Only its beginning: all of it has ${body.bytes} bytes.` : null} />
}

export function Raw({ text, label, note = null }: { text: string; label: string; note?: string | null }) {
  return (
    <div className={classes['raw']}>
      {/* What scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} aria-label={label} className={`foreign ${classes['text']}`}>
        {pretty(text)}
      </pre>
      <div className={classes['foot']}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="sm" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        {note !== null && <span className="muted small">{note}</span>}
      </div>
    </div>
  )
}

export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
