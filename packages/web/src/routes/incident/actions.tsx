// What can be done now: the one thing first, the rest beside it; what cannot be done says why.
import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import { useScreenKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { AddResponder, Reassign, Resolve, Snooze } from './action-forms.tsx'
import { Closing } from './closing.tsx'
import { useEscalate } from './escalate.ts'
import classes from './incident.module.css'
import { usePlace } from './protocol/place.ts'
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
  const id = incident.id
  const acknowledge = useDoing((api) => api.incidents.acknowledge({ id }), ['incidents'])
  const escalate = useEscalate(incident)
  const { can } = incident
  const { panel, go, shut } = usePlace()
  const whyNotSeverity = useRoleReason('responder')
  const keys = useMemo(
    () => [
      { key: 'a', says: 'Acknowledge: I have it', whyNot: why(can.acknowledge), press: () => acknowledge.mutate() },
      { key: 'e', says: 'Wake the next rung now', whyNot: why(can.escalate), press: () => escalate.mutate() },
      { key: 's', says: 'Snooze…', whyNot: why(can.snooze), press: () => go({ panel: 'snooze' }) },
      { key: 'r', says: 'Resolve by hand…', whyNot: why(can.resolve), press: () => go({ panel: 'resolve' }) },
      { key: 'd', says: 'Deviate: it is not going by the book…', whyNot: whyNotSeverity, press: () => go({ panel: 'deviate' }) },
      { key: 'm', says: 'May I do that?…', press: () => go({ panel: 'may' }) },
      { key: 'p', says: 'Ask a specialist…', press: () => go({ panel: 'specialist' }) },
      { key: 'v', says: 'Change severity…', whyNot: whyNotSeverity, press: () => go({ panel: 'severity' }) },
    ],
    [can, acknowledge.mutate, escalate.mutate, go, whyNotSeverity],
  )
  useScreenKeys(keys)
  const org = useOrg()
  const merged = incident.links.find(({ side }) => side === 'merged')
  if (incident.status === 'resolved')
    return merged === undefined ? (
      <Closing incident={incident} />
    ) : (
      <p className={`muted ${classes['merged']}`}>
        It was merged: it goes on in{' '}
        <Link to="/o/$org/incidents/$number" params={{ org, number: String(merged.number) }}>
          #{merged.number}
        </Link>
        .
      </p>
    )
  return (
    <section className={classes['actions']} aria-label="What you can do">
      <div className={classes['buttons']} data-answered={incident.status === 'acknowledged' || undefined}>
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
                <Menu.Item key={one} disabled={reason !== null} onClick={() => go({ panel: one })}>
                  {FORM_WORDS[one]}
                  {reason !== null && <span className={classes['why-not']}>{reason}</span>}
                </Menu.Item>
              )
            })}
            <Menu.Item disabled={whyNotSeverity !== null} onClick={() => go({ panel: 'severity' })}>
              Change severity…
              {whyNotSeverity !== null && <span className={classes['why-not']}>{whyNotSeverity}</span>}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <NotDone error={acknowledge.error ?? escalate.error} />
      <Snooze incident={incident} opened={panel === 'snooze' && can.snooze === null} close={shut} />
      <Reassign incident={incident} opened={panel === 'reassign' && can.reassign === null} close={shut} />
      <AddResponder incident={incident} opened={panel === 'add-responder' && can['add-responder'] === null} close={shut} />
      <Resolve incident={incident} opened={panel === 'resolve' && can.resolve === null} close={shut} />
    </section>
  )
}

function why(reason: { says: string } | null): string | null {
  return reason === null ? null : reason.says
}
