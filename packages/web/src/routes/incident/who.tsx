// Who was called, who is, who will be: the ladder drawn in time, and why somebody was or was not paged.
import { Part } from '../../ui/screen.tsx'
import { Ladder } from './ladder.tsx'
import { Receipts } from './receipts.tsx'
import type { IncidentView } from './view.ts'
import { WhyPaged } from './why-paged.tsx'

export function Who({ incident }: { incident: IncidentView }) {
  const live = incident.pages.filter(({ state }) => state !== 'ended')
  const shown = live.length > 0 ? live : incident.pages.slice(0, 1)
  return (
    <>
      {shown.map((page) => (
        <Part key={page.id} title={page.role === 'ladder' ? `Ladder: ${page.policy}` : page.policy}>
          <Ladder page={page} />
        </Part>
      ))}
      {shown.length === 0 && (
        <Part title="Ladder">
          <p className="muted">Nobody is called for this one: it is of low urgency, or silenced.</p>
        </Part>
      )}
      <Part title="Why was I, or was I not, paged?">
        <WhyPaged incident={incident} />
      </Part>
      <Part title="Receipts">
        <Receipts incident={incident} />
      </Part>
    </>
  )
}
