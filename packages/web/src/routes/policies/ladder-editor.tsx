// A ladder drawn in time, rung after rung, and after it how often it is climbed again and where it ends.
import { Checkbox, NumberInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import type { PolicyDocument, RungDocument, TargetDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import type { WouldWake } from '../../parts/would-wake.ts'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { moved } from '../../ui/ordered.tsx'
import { minutesWord, passMinutes, startsOf } from './minutes.ts'
import classes from './policies.module.css'
import { Rung } from './rung.tsx'

type Props = {
  policy: PolicyDocument
  set: (policy: PolicyDocument) => void
  would: WouldWake | undefined
  titleOf: (target: TargetDocument) => string
  fixed: string | null
  faults: ReadonlyMap<string, string>
}

const MOST_RUNGS = 20
/** More than this do not stand side by side. */
const MOST_ABREAST = 4

export function LadderEditor({ policy, set, would, titleOf, fixed, faults }: Props) {
  const { rungs } = policy
  const starts = startsOf(policy)
  const change = (changed: RungDocument[]) => set({ ...policy, rungs: changed })
  return (
    <>
      <ol
        className={classes['ladder']}
        data-abreast={rungs.length <= MOST_ABREAST || undefined}
        aria-label="The ladder, first rung first"
        style={{ '--columns': rungs.map(({ delayMinutes }) => `minmax(230px, ${delayMinutes}fr)`).join(' ') } as React.CSSProperties}
      >
        {rungs.map((rung, index) => (
          <Rung
            key={index}
            rung={rung}
            number={index + 1}
            count={rungs.length}
            afterMinutes={starts[index] ?? 0}
            would={would?.rungs.find((one) => one.pass === 1 && one.rung === index + 1)}
            titleOf={titleOf}
            fixed={fixed}
            fault={faultOf(faults, index)}
            set={(changed) => change(rungs.map((one, at) => (at === index ? changed : one)))}
            move={(by) => change(moved(rungs, index, index + by))}
            remove={() => change(rungs.filter((_, at) => at !== index))}
          />
        ))}
      </ol>
      <Button
        onClick={() => change([...rungs, { delayMinutes: 5, targets: [], require: 'any' }])}
        disabledReason={fixed ?? (rungs.length >= MOST_RUNGS ? `A ladder has at most ${MOST_RUNGS} rungs.` : null)}
      >
        Add a rung
      </Button>
      <Part title="If nobody answers">
        <Passes policy={policy} would={would} />
        <div className={classes['after']}>
          <Repeat policy={policy} set={set} fixed={fixed} />
          <AnswerHolds policy={policy} set={set} fixed={fixed} />
        </div>
      </Part>
    </>
  )
}

function faultOf(faults: ReadonlyMap<string, string>, index: number): string | undefined {
  const found = [...faults].filter(([at]) => at.startsWith(`rungs.${index}.`)).map(([, says]) => says)
  return found.length === 0 ? undefined : found.join(' ')
}

/** The same picture again, small: one block a pass, then whoever is woken when all of it was in vain. */
function Passes({ policy, would }: { policy: PolicyDocument; would: WouldWake | undefined }) {
  const org = useOrg()
  const minutes = passMinutes(policy)
  const passes = Array.from({ length: policy.repeat + 1 }, (_, pass) => pass)
  return (
    <ol className={classes['passes']} aria-label="Passes over the ladder">
      {passes.map((pass) => (
        <li key={pass} className={classes['pass']}>
          <span className={classes['steps']} aria-hidden="true">
            {policy.rungs.map((rung, index) => (
              <span key={index} style={{ flexGrow: rung.delayMinutes }} />
            ))}
          </span>
          <span className="small">
            {pass === 0 ? 'First' : `${pass === 1 ? 'Again' : 'And again'} after ${minutesWord(pass * minutes)}`}
          </span>
        </li>
      ))}
      <li className={classes['end']}>
        <span className="small">
          After {minutesWord(passes.length * minutes)} the{' '}
          <Link to="/o/$org/policies" params={{ org }} hash="catch-all">
            catch-all
          </Link>
        </span>
        {would !== undefined && (
          <span className={would.catchAll.people.length === 0 ? classes['fault'] : 'strong'}>
            {would.catchAll.people.length === 0 ? 'Nobody: it ends unanswered' : namesOf(would.catchAll.people.map(({ name }) => name))}
          </span>
        )}
      </li>
    </ol>
  )
}

type Setting = Pick<Props, 'policy' | 'set' | 'fixed'>

function Repeat({ policy, set, fixed }: Setting) {
  return (
    <NumberInput
      label="Climb it again"
      description="How many times after the first"
      size="md"
      min={0}
      max={9}
      allowDecimal={false}
      disabled={fixed !== null}
      value={policy.repeat}
      onChange={(repeat) => typeof repeat === 'number' && set({ ...policy, repeat })}
    />
  )
}

function AnswerHolds({ policy, set, fixed }: Setting) {
  const { ackTimeoutMinutes } = policy
  return (
    <div className={classes['holds']}>
      <NumberInput
        label="An answer holds, in minutes"
        description="While the alert still fires; then the ladder starts again"
        size="md"
        min={1}
        max={1440}
        allowDecimal={false}
        disabled={fixed !== null || ackTimeoutMinutes === null}
        value={ackTimeoutMinutes ?? ''}
        onChange={(minutes) => typeof minutes === 'number' && minutes >= 1 && set({ ...policy, ackTimeoutMinutes: minutes })}
      />
      <Checkbox
        label="For good"
        size="md"
        disabled={fixed !== null}
        checked={ackTimeoutMinutes === null}
        onChange={(event) => set({ ...policy, ackTimeoutMinutes: event.currentTarget.checked ? null : 30 })}
      />
    </div>
  )
}
