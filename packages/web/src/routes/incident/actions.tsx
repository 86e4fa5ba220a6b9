// What can be done now: the one thing first, the rest beside it; what cannot be done says why.
import { Menu } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useDoing } from '../../api/use-api.ts'
import { useScreenKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { AddResponder, Reassign, Resolve, Snooze } from './action-forms.tsx'
import classes from './incident.module.css'
import type { IncidentView } from './view.ts'

const FORMS = ['snooze', 'reassign', 'add-responder', 'resolve'] as const
type Form = (typeof FORMS)[number]

const FORM_WORDS: Record<Form, string> = {
  snooze: 'Snooze…',
  reassign: 'Give to another ladder or person…',
  'add-responder': 'Call one more person in…',
  resolve: 'Resolve by hand…',
}

export function Actions({ incident }: { incident: IncidentView }) {
  const [form, setForm] = useState<Form | null>(null)
  const id = incident.id
  const acknowledge = useDoing((api) => api.incidents.acknowledge({ id }), ['incidents'])
  const escalate = useDoing((api) => api.incidents.escalate({ id, ...stepOf(incident) }), ['incidents'])
  const { can } = incident
  const keys = useMemo(
    () => [
      { key: 'a', says: 'Acknowledge: I have it', press: () => can.acknowledge === null && acknowledge.mutate() },
      { key: 'e', says: 'Wake the next rung now', press: () => can.escalate === null && escalate.mutate() },
      { key: 's', says: 'Snooze…', press: () => can.snooze === null && setForm('snooze') },
      { key: 'r', says: 'Resolve by hand…', press: () => can.resolve === null && setForm('resolve') },
    ],
    [can, acknowledge.mutate, escalate.mutate],
  )
  useScreenKeys(keys)
  if (incident.status === 'resolved') return <p className="muted">It is over. The same alert within 30 minutes brings it back.</p>
  return (
    <section className={classes['actions']} aria-label="What you can do">
      <div className={classes['buttons']}>
        <Button
          primary
          className={classes['acknowledge']}
          disabledReason={why(can.acknowledge)}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate()}
          aria-keyshortcuts="a"
        >
          {incident.status === 'acknowledged' ? 'Acknowledged' : 'Acknowledge'}
        </Button>
        <Button disabledReason={why(can.escalate)} loading={escalate.isPending} onClick={() => escalate.mutate()} aria-keyshortcuts="e">
          Escalate now
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button aria-label="More actions">More</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {FORMS.map((one) => {
              const reason = why(can[one])
              return (
                <Menu.Item key={one} disabled={reason !== null} onClick={() => setForm(one)}>
                  {FORM_WORDS[one]}
                  {reason !== null && <span className={classes['why-not']}>{reason}</span>}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
      </div>
      <NotDone error={acknowledge.error ?? escalate.error} />
      <Snooze incident={incident} opened={form === 'snooze'} close={() => setForm(null)} />
      <Reassign incident={incident} opened={form === 'reassign'} close={() => setForm(null)} />
      <AddResponder incident={incident} opened={form === 'add-responder'} close={() => setForm(null)} />
      <Resolve incident={incident} opened={form === 'resolve'} close={() => setForm(null)} />
    </section>
  )
}

/** What was on screen when it was pressed: a second press before the answer is seen wakes nobody. */
function stepOf({ pages }: IncidentView): { step?: number } {
  const ladder = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  return ladder === undefined ? {} : { step: ladder.step }
}

function why(reason: { says: string } | null): string | null {
  return reason === null ? null : reason.says
}
