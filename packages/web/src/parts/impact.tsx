// How bad it is, asked by its impact: the answers propose a severity, a person chooses.
import { Radio } from '@mantine/core'
import type { ReactNode } from 'react'
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
      {asking.impact.map(({ id, asks, answers: possible }) => (
        <Choices
          key={id}
          label={asks}
          value={impact.answers[id] === undefined ? null : String(impact.answers[id])}
          set={(index) => set({ ...impact, answers: { ...impact.answers, [id]: Number(index) } })}
          of={possible.map(({ says }, index) => ({ value: String(index), label: says }))}
        />
      ))}
      <Choices
        label="So it is"
        description={
          proposed === null
            ? 'Nothing that was answered speaks for one; choose it yourself.'
            : `Your answers propose ${groupOf(groups, proposed)?.label ?? proposed}.`
        }
        value={chosen?.severity ?? null}
        set={(picked) => set({ ...impact, picked })}
        of={groups.map(({ severity, label, means }) => ({ value: severity, label, description: means }))}
      />
      {chosen !== undefined && <Meaning group={chosen} />}
    </>
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
