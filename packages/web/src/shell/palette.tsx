// Go anywhere, or do what the screen can, by typing: screens, open incidents by number or words, services, people.
import { Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { reading, useOrg } from '../api/use-api.ts'
import { useNames } from '../parts/names.ts'
import { PLACES } from '../paths.ts'
import { keysOfScreen } from './keys.ts'
import { matches, type Deed, type Place } from './places.ts'
import classes from './palette.module.css'

export function Palette({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      title={<span className={classes['unseen']}>Go to, or do</span>}
      size="lg"
      yOffset="10dvh"
      padding={8}
      classNames={{ header: classes['head'] ?? '' }}
    >
      {opened && <Finder close={close} />}
    </Modal>
  )
}

const MOST = 12

function Finder({ close }: { close: () => void }) {
  const org = useOrg()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState(0)
  const places = usePlaces(org)
  // What the screen below could do when this was opened.
  const [deeds] = useState(deedsOfScreen)
  const found = useMemo(() => matches<Place | Deed>([...deeds, ...places], words).slice(0, MOST), [deeds, places, words])
  const go = (one: Place | Deed | undefined) => {
    if (one === undefined || whyNot(one) !== null) return
    close()
    if ('press' in one) one.press()
    else void navigate({ to: one.href })
  }
  return (
    <div>
      <TextInput
        data-autofocus
        size="md"
        aria-label="Where to"
        placeholder="A screen, a number, a service, a person"
        value={words}
        role="combobox"
        aria-expanded
        aria-controls="palette-found"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${chosen}`}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(found[chosen])
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
          if (step === 0 || found.length === 0) return
          event.preventDefault()
          setChosen((chosen + step + found.length) % found.length)
        }}
      />
      <div id="palette-found" role="listbox" aria-label="Places and deeds" className={classes['found']}>
        {found.map((place, index) => (
          <button
            key={'href' in place ? place.href : place.label}
            id={`palette-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            aria-disabled={whyNot(place) !== null || undefined}
            className={classes['place']}
            onMouseMove={() => setChosen(index)}
            onClick={() => go(place)}
          >
            <span className="foreign">{place.label}</span>
            <span className="muted small">{whyNot(place) ?? place.kind}</span>
          </button>
        ))}
        {found.length === 0 && <p className={classes['none']}>Nothing is called that. Try a number, or fewer words.</p>}
      </div>
    </div>
  )
}

const whyNot = (one: Place | Deed): string | null => ('press' in one ? one.whyNot : null)

/** Keys that only move about are of no use by name. */
const MOVES: readonly string[] = ['j', 'k', 'Enter']

function deedsOfScreen(): Deed[] {
  return keysOfScreen()
    .filter(({ key }) => !MOVES.includes(key))
    .map(({ says, press, whyNot: reason = null }) => ({ kind: 'Do', label: says, press, whyNot: reason }))
}

function usePlaces(org: string): Place[] {
  const incidents = useQuery(reading(org, ['incidents', 'palette'], (api) => api.incidents.list({ status: 'open', limit: 100 })))
  const config = useNames()
  return useMemo(
    () => [
      ...(incidents.data?.items ?? []).map(({ number, title }) => ({
        kind: 'Incident',
        label: `#${number} ${title}`,
        href: `/o/${org}/incidents/${number}`,
      })),
      ...PLACES.map(({ to, label }) => ({ kind: 'Screen', label, href: to.replace('$org', org) })),
      { kind: 'Screen', label: 'My page', href: `/o/${org}/me` },
      ...(config.data?.services ?? []).map(({ slug, name }) => ({ kind: 'Service', label: name, href: `/o/${org}/services/${slug}` })),
      ...(config.data?.people ?? []).map(({ slug, name }) => ({ kind: 'Person', label: name, href: `/o/${org}/people/${slug}` })),
      ...(config.data?.policies ?? []).map(({ slug, name }) => ({ kind: 'Policy', label: name, href: `/o/${org}/policies/${slug}` })),
      ...(config.data?.schedules ?? []).map(({ slug, name }) => ({ kind: 'Schedule', label: name, href: `/o/${org}/schedules/${slug}` })),
    ],
    [org, incidents.data, config.data],
  )
}
