// How bad it is: a person chooses, and whoever is unsure is asked about the impact, which proposes a severity.
import { Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import classes from './impact.module.css'
import { groupOf, groupsOf, proposedBy, type Answers, type Asking, type SeverityGroup } from './severity-groups.ts'

/** What was answered, and what somebody chose whatever the answers say. */
export type Impact = { answers: Answers; picked: string | null }
export const UNKNOWN_IMPACT: Impact = { answers: {}, picked: null }

export function chosenOf(asking: Asking, { answers, picked }: Impact): SeverityGroup | undefined {
  const groups = groupsOf(asking)
  return groups.find(({ severity }) => severity === picked) ?? groupOf(groups, proposedBy(asking.impact, answers))
}

type Props = { asking: Asking; impact: Impact; set: (impact: Impact) => void }

export function ImpactFields({ asking, impact, set }: Props) {
  const groups = groupsOf(asking)
  const proposed = proposedBy(asking.impact, impact.answers)
  const chosen = chosenOf(asking, impact)
  return (
    <>
      <Choices
        label="Severity"
        description="In doubt, the higher one."
        value={chosen?.severity ?? null}
        set={(picked) => set({ ...impact, picked })}
        of={groups.map(({ severity, label, means }) => ({ value: severity, label, description: means }))}
      />
      <details className={classes['guide']}>
        <summary>Unsure? Answer what you know of the impact</summary>
        {asking.impact.map(({ id, asks, answers: possible }) => (
          <Choices
            key={id}
            label={asks}
            value={impact.answers[id] === undefined ? null : String(impact.answers[id])}
            set={(index) => set({ ...impact, answers: { ...impact.answers, [id]: Number(index) } })}
            of={possible.map(({ says }, index) => ({ value: String(index), label: says }))}
          />
        ))}
        <Proposal proposed={groupOf(groups, proposed)} chosen={chosen} take={() => set({ ...impact, picked: null })} />
      </details>
      {chosen !== undefined && <Meaning group={chosen} />}
    </>
  )
}

type ProposalProps = { proposed: SeverityGroup | undefined; chosen: SeverityGroup | undefined; take: () => void }

/** What somebody chose stays chosen, whatever the answers say. */
function Proposal({ proposed, chosen, take }: ProposalProps) {
  if (proposed === undefined) return <p className="muted">Nothing that was answered speaks for one yet.</p>
  const isChosen = proposed.severity === chosen?.severity
  return (
    <p aria-live="polite">
      Your answers propose {proposed.label}
      {isChosen ? ', and it is chosen.' : '.'}{' '}
      {!isChosen && (
        <Button size="compact-sm" onClick={take}>
          Take {proposed.label}
        </Button>
      )}
    </p>
  )
}

type ChoicesProps = {
  label: string
  description?: string
  value: string | null
  set: (value: string) => void
  of: readonly { value: string; label: string; description?: ReactNode }[]
}

function Choices({ of, set, ...group }: ChoicesProps) {
  return (
    <Radio.Group {...group} onChange={set}>
      <div className={classes['radios']}>
        {of.map((one) => (
          <Radio key={one.value} {...one} classNames={{ root: classes['radio'] ?? '' }} />
        ))}
      </div>
    </Radio.Group>
  )
}

function Meaning({ group: { scope, escalation, risk } }: { group: SeverityGroup }) {
  return (
    <dl className={classes['meaning']} aria-live="polite">
      {[
        ['Reaches', scope],
        ['Who is called', escalation],
        ['Risk', risk],
      ].map(([term, says]) => (
        <div key={term}>
          <dt className="muted">{term}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  )
}
