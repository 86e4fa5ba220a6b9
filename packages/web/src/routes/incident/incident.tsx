// One incident: what is wrong, who has it, who is next and when, and what can be done, in that order.
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { reading, useOrg } from '../../api/use-api.ts'
import { Shown } from '../../ui/states.tsx'
import { Actions } from './actions.tsx'
import { Breathe } from './calm/breathe.tsx'
import { Focus } from './calm/focus.tsx'
import { useFocusKey } from './calm/use-focus.ts'
import { Composer } from './composer.tsx'
import { Facts } from './facts.tsx'
import { DropPlace } from './files/add-file.tsx'
import { Head } from './head.tsx'
import classes from './incident.module.css'
import { Middle } from './middle.tsx'
import { useNarrow } from './narrow.ts'
import { ChangeSeverity } from './protocol/change-severity.tsx'
import { Command } from './protocol/command.tsx'
import { Deviate } from './protocol/deviate.tsx'
import { DoThisNow } from './protocol/do-this-now.tsx'
import { May } from './protocol/may.tsx'
import { AskSpecialist } from './protocol/specialist.tsx'
import { Say } from './protocol/say.tsx'
import { Readings } from './readings/readings.tsx'
import { PANES, Tabs, type Pane } from './tabs.tsx'
import type { IncidentView } from './view.ts'
import { Who } from './who.tsx'

export function Incident() {
  const org = useOrg()
  const { number = '' } = useParams({ strict: false })
  const query = useQuery(reading(org, ['incidents', number], (api) => api.incidents.show({ id: number })))
  return <Shown query={query}>{(incident) => <Opened key={incident.id} incident={incident} />}</Shown>
}

function Opened({ incident }: { incident: IncidentView }) {
  const isFocused = useFocusKey()
  return (
    <article className={classes['incident']}>
      <DropPlace incident={incident} />
      {isFocused ? <Focus incident={incident} /> : <Everything incident={incident} />}
      <Deviate incident={incident} />
      <ChangeSeverity incident={incident} />
      <May incident={incident} />
      <AskSpecialist incident={incident} />
    </article>
  )
}

function Everything({ incident }: { incident: IncidentView }) {
  const isNarrow = useNarrow()
  const search = useSearch({ strict: false })
  const isMerged = incident.links.some(({ side }) => side === 'merged')
  const pane: Pane = PANES.find((one) => one === search['tab']) ?? 'story'
  return (
    <>
      <Head incident={incident} />
      <Actions incident={incident} />
      <div className={classes['columns']} data-pane={pane}>
        <div className={classes['now']}>
          {/* What is left of a merged one is done in the other. */}
          {!isMerged && <DoThisNow incident={incident} />}
          <Breathe incident={incident} />
        </div>
        <Tabs pane={pane} />
        <div className={classes['who']}>
          <Command incident={incident} />
          <Who incident={incident} />
        </div>
        <div className={classes['story']}>
          <Middle incident={incident} />
        </div>
        <div className={classes['side']}>
          <div className={classes['facts']}>
            <Readings incident={incident} />
          </div>
          <div className={classes['say']}>
            <Say incident={incident} />
          </div>
          <div className={classes['facts']}>
            <Facts incident={incident} />
          </div>
        </div>
      </div>
      {isNarrow && (
        <footer className={classes['foot']} data-answering={search['form'] !== undefined || undefined}>
          <Composer incident={incident} />
        </footer>
      )}
    </>
  )
}
