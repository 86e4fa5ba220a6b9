// The siren of an open page: sounds while its person is being called, until somebody has it or it is made quiet here.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMembership } from '../api/session.ts'
import { reading, useOrg } from '../api/use-api.ts'
import { Button } from '../ui/button.tsx'
import { useArmed } from './armed.ts'
import classes from './siren.module.css'
import { silence, sound, soundState, wake } from './sound.ts'

const BURST_SECONDS = 12

export function Siren() {
  const armed = useArmed()
  const person = useMembership()?.person?.slug ?? null
  return armed && person !== null ? <Watching person={person} /> : null
}

function Watching({ person }: { person: string }) {
  const org = useOrg()
  const { data } = useQuery(reading(org, ['incidents', 'now', 'siren'], (api) => api.now.show({})))
  const [quiet, setQuiet] = useState<readonly number[]>([])
  const [state, setState] = useState(soundState)
  const calling = (data?.incidents ?? []).filter(
    ({ status, paging }) => status === 'triggered' && paging.some((one) => one.slug === person && one.state === 'paging'),
  )
  const loud = calling.filter(({ number }) => !quiet.includes(number))
  const first = loud[0]
  const isLoud = first !== undefined
  useEffect(() => {
    if (!isLoud || state !== 'ready') return silence
    sound(BURST_SECONDS)
    const timer = setInterval(() => sound(BURST_SECONDS), BURST_SECONDS * 1000)
    return () => {
      clearInterval(timer)
      silence()
    }
  }, [isLoud, state])
  // Any press on the page is the one the browser asks for.
  useEffect(() => {
    if (state !== 'asleep') return undefined
    const press = () => void wake().then(setState, () => undefined)
    document.addEventListener('pointerdown', press)
    document.addEventListener('keydown', press)
    return () => {
      document.removeEventListener('pointerdown', press)
      document.removeEventListener('keydown', press)
    }
  }, [state])
  if (first !== undefined)
    return (
      <section className={classes['siren']} role="alert" aria-label="You are being called">
        <p>
          <span className="strong">You are being called.</span>{' '}
          <Link to="/o/$org/incidents/$number" params={{ org, number: String(first.number) }} className="foreign">
            #{first.number} {first.title}
          </Link>
        </p>
        <Button onClick={() => setQuiet([...quiet, ...calling.map(({ number }) => number)])}>Quiet here</Button>
      </section>
    )
  if (state !== 'asleep') return null
  return <p className={classes['asleep']}>The siren is on, but this browser lets no page sound before you press somewhere on it.</p>
}
