// When each contact rings, drawn in time: the picture is the form. Dots are dragged, or moved with the arrow keys; Delete takes one away.
import { useRef, useState } from 'react'
import { CHANNEL_WORDS } from '../../parts/channel-words.ts'
import type { MyContact } from '../../parts/add-contact.tsx'
import { Button } from '../../ui/button.tsx'
import { addRule, axisOf, moveRule, removeRule, ticksOf, type Rule } from './rules.ts'
import classes from './rules-form.module.css'

type Props = { contacts: readonly MyContact[]; rules: readonly Rule[]; change: (rules: Rule[]) => void; fixed: string | null }

export function RulesForm({ contacts, rules, change, fixed }: Props) {
  const [said, setSaid] = useState('')
  const end = axisOf(rules)
  const tell = (changed: Rule[], words: string) => {
    change(changed)
    setSaid(words)
  }
  return (
    <div className={classes['lanes']}>
      <div className={classes['axis']} aria-hidden="true">
        <span />
        <div className={classes['ticks']}>
          {ticksOf(end).map((minutes) => (
            <span key={minutes} className={classes['tick']} style={{ left: `${(minutes / end) * 100}%` }}>
              {minutes === 0 ? 'at once' : `${minutes} min`}
            </span>
          ))}
        </div>
      </div>
      {contacts.map((contact) => (
        <Lane key={contact.slug} contact={contact} rules={rules} end={end} tell={tell} fixed={fixed} />
      ))}
      <p role="status" className="muted small">
        {said}
      </p>
    </div>
  )
}

type LaneProps = {
  contact: MyContact
  rules: readonly Rule[]
  end: number
  tell: (rules: Rule[], words: string) => void
  fixed: string | null
}

function Lane({ contact, rules, end, tell, fixed }: LaneProps) {
  const track = useRef<HTMLDivElement>(null)
  const name = CHANNEL_WORDS[contact.channel]
  const mine = rules.filter((rule) => rule.contact === contact.slug)
  const minuteAt = (clientX: number): number => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return 0
    return Math.max(0, Math.min(end, Math.round(((clientX - box.left) / box.width) * end)))
  }
  const add = (minutes: number) => {
    if (fixed === null) tell(addRule(rules, contact.slug, minutes), `${name} rings ${inWords(minutes)}.`)
  }
  return (
    <div className={classes['lane']} role="group" aria-label={`${name}, ${contact.slug}`}>
      <div>
        <p className={classes['name']}>{name}</p>
        <p className={mine.length === 0 ? `${classes['never']} small` : 'muted small'}>
          {mine.length === 0 ? '▲ never rings' : contact.slug}
        </p>
      </div>
      {/* Keyboards add with the button at the end of the lane. */}
      <div
        ref={track}
        className={classes['track']}
        data-fixed={fixed !== null || undefined}
        onClick={(event) => event.target === event.currentTarget && add(minuteAt(event.clientX))}
      >
        {mine.map((rule) => (
          <Dot
            key={rule.delayMinutes}
            rule={rule}
            name={name}
            end={end}
            fixed={fixed}
            minuteAt={minuteAt}
            move={(to) => tell(moveRule(rules, rule, to), `${name} rings ${inWords(to)}.`)}
            remove={() => tell(removeRule(rules, rule), `${name} no longer rings ${inWords(rule.delayMinutes)}.`)}
          />
        ))}
      </div>
      <Button
        onClick={() => add(nextFree(mine.map(({ delayMinutes }) => delayMinutes)))}
        disabledReason={fixed}
        aria-label={`Ring ${name} once more`}
      >
        + Ring
      </Button>
    </div>
  )
}

const inWords = (minutes: number): string => (minutes === 0 ? 'at once' : `after ${minutes} min`)

const NEXT_MINUTES = 5

const nextFree = (taken: readonly number[]): number => (taken.length === 0 ? 0 : Math.min(1440, Math.max(...taken) + NEXT_MINUTES))

type DotProps = {
  rule: Rule
  name: string
  end: number
  fixed: string | null
  minuteAt: (clientX: number) => number
  move: (to: number) => void
  remove: () => void
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 }

function Dot({ rule, name, end, fixed, minuteAt, move, remove }: DotProps) {
  const [dragged, setDragged] = useState<number | null>(null)
  const at = dragged ?? rule.delayMinutes
  const press = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key]
    const to = event.key === 'Home' ? 0 : step === undefined ? null : Math.max(0, Math.min(1440, rule.delayMinutes + step))
    if (to === null && event.key !== 'Delete' && event.key !== 'Backspace') return
    event.preventDefault()
    if (fixed !== null) return
    if (to === null) remove()
    else if (to !== rule.delayMinutes) move(to)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      className={classes['dot']}
      style={{ left: `${(at / end) * 100}%` }}
      aria-label={`${name} rings; arrow keys move it, Delete takes it away`}
      aria-valuemin={0}
      aria-valuemax={1440}
      aria-valuenow={at}
      aria-valuetext={inWords(at)}
      aria-disabled={fixed !== null}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (fixed !== null) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(rule.delayMinutes)
      }}
      onPointerMove={(event) => dragged !== null && setDragged(minuteAt(event.clientX))}
      onPointerUp={() => {
        if (dragged !== null && dragged !== rule.delayMinutes) move(dragged)
        setDragged(null)
      }}
      onPointerCancel={() => setDragged(null)}
    >
      <span className={classes['minutes']}>{at === 0 ? 'at once' : `${at} min`}</span>
    </div>
  )
}
