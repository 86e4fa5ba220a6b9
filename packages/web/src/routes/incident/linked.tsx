// What belongs together with this incident: its umbrella, its parts, what is related, what it was merged with; and how to say so.
import { Link } from '@tanstack/react-router'
import { useRoleReason } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { NotDone } from '../../ui/states.tsx'
import { LinkForm } from './link-form.tsx'
import classes from './linked.module.css'
import type { IncidentView } from './view.ts'

const SIDES: Readonly<Record<IncidentView['links'][number]['side'], string>> = {
  merged: 'It goes on in',
  'part-of': 'It is a part of',
  'has-part': 'A part of it',
  absorbed: 'Merged into this one',
  related: 'Related',
}

export function Linked({ incident }: { incident: IncidentView }) {
  const org = useOrg()
  const whyNot = useRoleReason('responder')
  const { opened, open, close } = usePanel('link')
  const unlink = useDoing((api, to: string) => api.incidents.unlink({ id: incident.id, to }), ['incidents'])
  return (
    <Part title="Belongs together with">
      {incident.links.length === 0 && (
        <p className="muted">Nothing yet. Link what has the same cause, or put several under one commander.</p>
      )}
      <ul className={classes['links']}>
        {incident.links.map(({ number, title, grade, status, side }) => (
          <li key={number} className={classes['link']}>
            <span className="muted small">
              {SIDES[side]}
              {status === 'resolved' && side !== 'absorbed' && side !== 'merged' && ', resolved'}
            </span>
            <Link to="/o/$org/incidents/$number" params={{ org, number: String(number) }} className="foreign">
              #{number} {title}
            </Link>
            <span className={classes['foot']}>
              <SeverityMark grade={grade} />
              {side !== 'merged' && side !== 'absorbed' && (
                <Button
                  size="compact-sm"
                  aria-label={`Unlink #${number}`}
                  disabledReason={whyNot}
                  loading={unlink.isPending && unlink.variables === String(number)}
                  onClick={() => unlink.mutate(String(number))}
                >
                  Unlink
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <NotDone error={unlink.error} />
      <Button disabledReason={whyNot} onClick={open}>
        Link, or merge…
      </Button>
      <LinkForm incident={incident} opened={opened && whyNot === null} close={close} />
    </Part>
  )
}
