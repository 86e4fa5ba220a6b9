// The moment asked about: now, or one that matters more. It stands in the address.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { MomentField } from '../../ui/moment-field.tsx'
import { localZone } from '../../ui/times.ts'
import { addDays, fromLocal, localDate, weekdayOf } from '../../ui/zoned.ts'
import classes from './policies.module.css'

/** Null is now. */
export function useMoment(): [number | null, (at: number | null) => void] {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const at = Date.parse(search['at'] ?? '')
  const set = (moment: number | null) =>
    void navigate({ to: '.', search: moment === null ? {} : { at: new Date(moment).toISOString() }, replace: true })
  return [Number.isNaN(at) ? null : at, set]
}

export function Moment({ at, set }: { at: number | null; set: (at: number | null) => void }) {
  const now = useNow()
  const zone = localZone()
  const today = localDate(now, zone)
  const night = fromLocal(`${addDays(today, 1)}T03:00`, zone)
  const saturday = fromLocal(`${addDays(today, (6 - weekdayOf(today) + 7) % 7 || 7)}T14:00`, zone)
  const choices = [
    { word: 'Now', moment: null },
    { word: 'Tonight at 03:00', moment: night },
    { word: 'Saturday at 14:00', moment: saturday },
  ]
  return (
    <div className={classes['moment']} role="group" aria-label="An alert at which moment">
      <div className={classes['choices']}>
        {choices.map(({ word, moment }) => (
          <Button key={word} aria-pressed={at === moment} onClick={() => set(moment)}>
            {word}
          </Button>
        ))}
      </div>
      <MomentField label="Or at" value={at ?? Math.floor(now / 60_000) * 60_000} timeZone={zone} onChange={set} />
    </div>
  )
}
