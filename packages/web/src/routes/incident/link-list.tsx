// Links to where people talk and look: the channel, the bridge, dashboards, the ticket, each one press away; and a place to add one.
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { useNote } from './known/note-sheet.tsx'
import { useKnown } from './known/use-known.ts'
import classes from './incident.module.css'
import { useWhyNot } from './protocol/protocol.ts'
import type { IncidentView } from './view.ts'

const WORDS: Readonly<Record<string, string>> = {
  channel: 'Channel',
  bridge: 'Bridge call',
  dashboard: 'Dashboard',
  ticket: 'Ticket',
  'status-page': 'Status page',
  runbook: 'Runbook',
  other: 'Link',
}

/** What people talk in comes before what they look at. */
const ORDER = Object.keys(WORDS)

export function LinkList({ incident }: { incident: IncidentView }) {
  const { data: known } = useKnown(incident)
  const { open } = useNote()
  const whyNot = useWhyNot()
  const links = (known?.links ?? []).toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  return (
    <Part
      title="Links"
      actions={
        <Button size="compact-sm" disabledReason={whyNot} onClick={() => open('link')}>
          Add a link…
        </Button>
      }
    >
      {links.length === 0 && incident.runbook === null && <p className="muted">No channel, bridge or dashboard is written down yet.</p>}
      <ul className={classes['receipts']}>
        {incident.runbook !== null && (
          <li>
            <a href={incident.runbook.url} target="_blank" rel="noreferrer">
              The runbook
            </a>
          </li>
        )}
        {links.map(({ seq, kind, url, text }) => (
          <li key={seq}>
            <a href={url} target="_blank" rel="noreferrer" className="foreign">
              {WORDS[kind] ?? 'Link'}: {text === '' ? hostOf(url) : text}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}
