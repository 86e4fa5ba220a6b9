// The incident with one step in sight: what is wrong, what to do next, how to have it or get help, and the way back to everything.
import { useMemo } from 'react'
import { useDoing } from '../../../api/use-api.ts'
import { useScreenKeys } from '../../../shell/keys.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { UnsentFiles } from '../files/add-file.tsx'
import { Head } from '../head.tsx'
import incidentClasses from '../incident.module.css'
import { DoThisNow } from '../protocol/do-this-now.tsx'
import { useEscalate } from '../escalate.ts'
import type { IncidentView } from '../view.ts'
import { Breathe } from './breathe.tsx'
import classes from './calm.module.css'
import { useFocus } from './use-focus.ts'

export function Focus({ incident }: { incident: IncidentView }) {
  const { turn } = useFocus()
  return (
    <div className={classes['focus']}>
      <Head incident={incident} />
      {incident.status !== 'resolved' && <Answers incident={incident} />}
      <DoThisNow incident={incident} />
      <UnsentFiles incident={incident} />
      <Breathe incident={incident} />
      <Button onClick={turn} aria-keyshortcuts="f">
        Show everything
      </Button>
    </div>
  )
}

function Answers({ incident }: { incident: IncidentView }) {
  const { id, can } = incident
  const acknowledge = useDoing((api) => api.incidents.acknowledge({ id }), ['incidents'])
  const help = useEscalate(incident)
  const keys = useMemo(
    () => [
      { key: 'a', says: 'Acknowledge: I have it', whyNot: can.acknowledge?.says ?? null, press: () => acknowledge.mutate() },
      { key: 'e', says: 'I need help: wake the next rung', whyNot: can.escalate?.says ?? null, press: () => help.mutate() },
    ],
    [can, acknowledge.mutate, help.mutate],
  )
  useScreenKeys(keys)
  return (
    <section className={incidentClasses['actions']} aria-label="What you can do">
      <div className={incidentClasses['buttons']} data-answered={incident.status === 'acknowledged' || undefined}>
        <Button
          primary
          className={incidentClasses['acknowledge']}
          disabledReason={can.acknowledge?.says ?? null}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate()}
          aria-keyshortcuts="a"
        >
          {incident.status === 'acknowledged' ? 'Acknowledged' : 'Acknowledge'}
        </Button>
        <Button disabledReason={can.escalate?.says ?? null} loading={help.isPending} onClick={() => help.mutate()} aria-keyshortcuts="e">
          I need help
        </Button>
      </div>
      <NotDone error={acknowledge.error ?? help.error} />
    </section>
  )
}
